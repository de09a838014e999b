"""What can be said of all lives without going through them: which endings are out of reach, and the shortest life to those that
are not.

One chain of proofs, the cheapest first. Nobody ever has a reason for some acts (`unwanted`). What the facts can come to at all
rules most out; so does a part of the facts, everything else left open (`refining`: counterexample-guided refinement, Clarke and
others, CAV 2000). The number of acts that something takes at least as far as those facts go leads a search through lives
themselves, which, run dry, is a proof as well (`prover`). A proof that something never happens can be written down
(`certificates`) and read by a checker that shares no code with what found it (`checking`).
"""
