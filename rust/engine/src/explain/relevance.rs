//! Which acts can matter to whom, and to which other acts: told from what they read and write, once for a task. What is said
//! not to matter never does.
//!
//! A fluent stands for its values in the world and in all minds, however deep. An event *writes* what its effects change, what
//! those who see it learn by surprise or plan it in hope of (its precondition), and what triggers make of that; it *needs* what it
//! reads, what it writes (what one comes to believe depends on what one believed), and the same of those triggers. Two states that
//! differ only in fluents that an event does not need still differ only in those after it.

use rustc_hash::FxHashMap;

use crate::task::{self, Reads, Task};

/// A set of fluents, or of actions, 64 in a word.
type Bits = Box<[u64]>;

#[derive(Clone, Debug)]
struct Footprint {
    writes: Bits,
    needs: Bits,
}

#[derive(Clone, Debug)]
pub(super) struct Relevance {
    /// By character, the actions that may come to change its utility.
    touching: Vec<Bits>,
    /// What acts make of each other. None: triggers may treat a mind that is right about everything, and so is taken along by
    /// them (semantics 3), otherwise than one that is wrong about what counts for nothing, so that an act that makes somebody
    /// wrong about that can matter.
    among_acts: Option<AmongActs>,
}

#[derive(Clone, Debug)]
struct AmongActs {
    actions: Vec<Footprint>,
    triggers: Vec<Footprint>,
    /// By fluent, the triggers that need it.
    readers: Vec<Vec<u32>>,
    consenting: Vec<Box<[u32]>>,
    /// What utilities read, by character.
    wanted: Vec<Bits>,
    /// Footprints of actions with all triggers, as far as they were asked for.
    whole: FxHashMap<u32, Footprint>,
    /// By character, as far as it was asked for: what may come to change its utility, or what an act that touches it needs.
    useful: Vec<Option<Bits>>,
}

fn set(bits: &mut [u64], number: usize) {
    bits[number / 64] |= 1 << (number % 64);
}

fn has(bits: &[u64], number: usize) -> bool {
    bits[number / 64] & (1 << (number % 64)) != 0
}

fn add(bits: &mut [u64], more: &[u64]) {
    bits.iter_mut().zip(more).for_each(|(bits, more)| *bits |= more);
}

fn meet(one: &[u64], other: &[u64]) -> bool {
    one.iter().zip(other).any(|(one, other)| one & other != 0)
}

impl Relevance {
    pub fn new(task: &Task) -> Relevance {
        let words = task.fluents.len().div_ceil(64);
        let empty = || vec![0; words].into_boxed_slice();
        let of_effects = |footprint: &mut Footprint, effects: &[task::Effect]| {
            for effect in effects {
                set(&mut footprint.writes, effect.fluent);
                read(&effect.condition, &mut footprint.needs);
                read(&effect.value, &mut footprint.needs);
            }
        };
        let event = |precondition: &task::Condition, effects: &[task::Effect]| {
            let mut footprint = Footprint { writes: empty(), needs: empty() };
            read(precondition, &mut footprint.needs);
            of_effects(&mut footprint, effects);
            footprint
        };
        let triggers = task.triggers.iter().map(|trigger| {
            let mut footprint = event(&trigger.precondition, &trigger.effects);
            let Footprint { writes, needs } = &mut footprint;
            add(needs, writes);
            footprint
        });
        let triggers: Vec<Footprint> = triggers.collect();
        let mut readers: Vec<Vec<u32>> = vec![vec![]; task.fluents.len()];
        for (number, trigger) in triggers.iter().enumerate() {
            members(&trigger.needs).for_each(|fluent| readers[fluent].push(number as u32));
        }
        let wanted = task.utilities.iter().map(|utility| {
            let mut wanted = empty();
            read(utility, &mut wanted);
            wanted
        });
        let wanted: Vec<Bits> = wanted.collect();
        let changing: Vec<Bits> = wanted.iter().map(|wanted| leading_to(wanted.clone(), &triggers)).collect();
        let is_even = task.triggers.iter().all(looks_into_nobody);
        let mut touching = vec![vec![0; task.actions.len().div_ceil(64)].into_boxed_slice(); wanted.len()];
        let mut kept = vec![];
        for (number, action) in task.actions.iter().enumerate() {
            let mut footprint = event(&action.precondition, &action.effects);
            // Who sees it and takes it to be impossible learns otherwise; who plans it in the hope of something takes that for so.
            read(&action.precondition, &mut footprint.writes);
            action.observing.iter().for_each(|observing| read(observing, &mut footprint.needs));
            if let Some(public) = action.public {
                of_effects(&mut footprint, &task.publics[public].effects);
            }
            let Footprint { writes, needs } = &mut footprint;
            add(needs, writes);
            for (touching, changing) in touching.iter_mut().zip(&changing) {
                if meet(&footprint.writes, changing) {
                    set(touching, number);
                }
            }
            if is_even {
                kept.push(footprint);
            }
        }
        let consenting = |action: &task::Action| action.consenting.iter().map(|&mind| mind as u32).collect();
        let among_acts = is_even.then(|| AmongActs {
            actions: kept,
            readers,
            consenting: task.actions.iter().map(consenting).collect(),
            useful: vec![None; wanted.len()],
            wanted,
            triggers,
            whole: FxHashMap::default(),
        });
        Relevance { touching, among_acts }
    }

    pub fn bytes(&self) -> usize {
        self.among_acts.as_ref().map_or(0, AmongActs::bytes)
    }

    /// False only if an act never changes the utility of a character, in whatever state.
    pub fn touches(&self, action: usize, mind: usize) -> bool {
        has(&self.touching[mind], action)
    }

    /// False only if it makes no difference to an act, nor to whether it is better for those who consent to it, other than the
    /// character `mind`, whether an earlier act was done.
    pub fn enables(&mut self, earlier: usize, action: usize, mind: usize) -> bool {
        self.among_acts.as_mut().is_none_or(|among_acts| among_acts.enables(earlier, action, mind))
    }

    /// False only if an act changes neither the utility of a character nor anything for an act that does.
    pub fn is_useful(&mut self, action: usize, mind: usize) -> bool {
        let Relevance { touching, among_acts } = self;
        among_acts.as_mut().is_none_or(|among_acts| among_acts.is_useful(action, mind, &touching[mind]))
    }
}

impl AmongActs {
    fn bytes(&self) -> usize {
        let words = self.wanted.first().map_or(0, |bits| bits.len());
        self.whole.capacity() * (16 * words + size_of::<(u32, Footprint)>())
    }

    /// An action with all that triggers may make of it.
    fn whole(&mut self, action: usize) -> &Footprint {
        let AmongActs { actions, triggers, readers, whole, .. } = self;
        whole.entry(action as u32).or_insert_with(|| {
            let mut footprint = actions[action].clone();
            let mut fired = vec![false; triggers.len()];
            let mut waiting: Vec<usize> = members(&footprint.writes).collect();
            while let Some(fluent) = waiting.pop() {
                for &number in &readers[fluent] {
                    if std::mem::replace(&mut fired[number as usize], true) {
                        continue;
                    }
                    let trigger = &triggers[number as usize];
                    for (place, (&new, known)) in trigger.writes.iter().zip(&footprint.writes).enumerate() {
                        waiting.extend(members(&[new & !known]).map(|bit| place * 64 + bit));
                    }
                    add(&mut footprint.writes, &trigger.writes);
                    add(&mut footprint.needs, &trigger.needs);
                }
            }
            footprint
        })
    }

    fn enables(&mut self, earlier: usize, action: usize, mind: usize) -> bool {
        self.whole(earlier);
        self.whole(action);
        let writes = &self.whole[&(earlier as u32)].writes;
        let others = self.consenting[action].iter().filter(|&&other| other as usize != mind);
        meet(writes, &self.whole[&(action as u32)].needs)
            || others.into_iter().any(|&other| meet(writes, &self.wanted[other as usize]))
    }

    /// `touching`: the actions that may come to change the utility of the character.
    fn is_useful(&mut self, action: usize, mind: usize, touching: &[u64]) -> bool {
        if self.useful[mind].is_none() {
            let mut useful = self.wanted[mind].clone();
            for other in members(touching) {
                if !self.consenting[other].is_empty() {
                    add(&mut useful, &self.whole(other).needs);
                    for &consenting in self.consenting[other].iter().filter(|&&consenting| consenting as usize != mind) {
                        add(&mut useful, &self.wanted[consenting as usize]);
                    }
                }
            }
            self.useful[mind] = Some(leading_to(useful, &self.triggers));
        }
        self.useful[mind].as_ref().is_none_or(|useful| meet(&self.actions[action].writes, useful))
    }
}

/// Whether a trigger neither tells anybody anything nor asks what somebody believes.
fn looks_into_nobody(trigger: &task::Trigger) -> bool {
    let mut is_plain = true;
    let mut look = |path: &[usize], _: usize| is_plain &= path.is_empty();
    trigger.precondition.reads(&mut look);
    for effect in &trigger.effects {
        look(&effect.path, effect.fluent);
        effect.condition.reads(&mut look);
        effect.value.reads(&mut look);
    }
    is_plain
}

/// What may come to change some fluents, by way of triggers.
fn leading_to(mut fluents: Bits, triggers: &[Footprint]) -> Bits {
    let mut waiting: Vec<&Footprint> = triggers.iter().collect();
    loop {
        let before = waiting.len();
        waiting.retain(|trigger| {
            let leads = meet(&trigger.writes, &fluents);
            if leads {
                add(&mut fluents, &trigger.needs);
            }
            !leads
        });
        if waiting.len() == before {
            return fluents;
        }
    }
}

fn members(bits: &[u64]) -> impl Iterator<Item = usize> + '_ {
    bits.iter().enumerate().flat_map(|(place, &word)| {
        let mut left = word;
        std::iter::from_fn(move || {
            let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(place * 64 + bit)
        })
    })
}

/// Adds what is read.
fn read(term: &impl Reads, found: &mut [u64]) {
    term.reads(&mut |_, fluent| set(found, fluent));
}
