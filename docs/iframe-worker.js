// Read from a disk, a page may start no worker in some browsers. The search runs in a frame then, as a worker would.
if (location.protocol === "file:") {
  // As between threads: a message is a copy, and whoever sends it goes on before it arrives.
  const later = (deliver, data) => setTimeout(deliver, 0, structuredClone(data));
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      this.waiting = [];
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.append(frame);
      const inside = frame.contentWindow;
      inside.postMessage = (data) => later((copy) => this.tell(copy), data);
      this.send = (data) => inside.dispatchEvent(new inside.MessageEvent("message", { data }));
      const script = inside.document.createElement("script");
      script.src = url;
      script.onload = () => {
        const waiting = this.waiting;
        this.waiting = undefined;
        waiting.forEach((data) => later(this.send, data));
      };
      inside.document.body.append(script);
      this.terminate = () => frame.remove();
    }

    tell(data) {
      const event = new MessageEvent("message", { data });
      this.dispatchEvent(event);
      this.onmessage?.(event);
    }

    postMessage(data) {
      if (this.waiting) {
        this.waiting.push(structuredClone(data));
      } else {
        later(this.send, data);
      }
    }
  };
}
