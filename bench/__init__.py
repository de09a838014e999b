"""The measurements that README and docs quote: `make bench`."""
