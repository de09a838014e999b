//! What a failed attempt teaches: that what was taken for true is not so, and no more.

use crate::fault::Outcome;
use crate::program::condition::Condition;
use crate::state::graph::{Node, View};
use crate::task::{self, Belief};
use crate::transition::world::World;

/// A lesson made ready for packed states.
#[derive(Clone, Debug)]
pub struct Lesson {
    fails: Vec<Condition>,
    believed: Condition,
    ways: Vec<Vec<Belief>>,
    excludes: bool,
}

impl Lesson {
    /// Reads lessons about the states of a world.
    pub fn parse(json: &str, world: &World) -> Outcome<Vec<Lesson>> {
        let layout = &world.program.layout;
        let raw = task::Lesson::parse(json, world.program.minds, layout.fields.len())?;
        let ready = |lesson: task::Lesson| {
            Ok(Lesson {
                fails: lesson.fails.iter().map(|condition| Condition::new(condition, layout)).collect::<Outcome<_>>()?,
                believed: Condition::new(&lesson.believed, layout)?,
                ways: lesson.ways,
                excludes: lesson.excludes,
            })
        };
        raw.into_iter().map(ready).collect()
    }
}

impl World {
    /// The state after an act that a mind tried in vain: of the lessons of the act it has learned those that apply.
    pub fn in_vain(&mut self, node: Node, mind: usize, lessons: &[Lesson]) -> Outcome<Node> {
        let mut node = node;
        let mut gone = vec![0; lessons.len()];
        loop {
            let (mut facts, mut excluded): (Vec<Belief>, Vec<Belief>) = (vec![], vec![]);
            let (world, believed) = (self.view(node), self.view(self.graph.belief(node, mind)));
            for (lesson, gone) in lessons.iter().zip(&mut gone) {
                if *gone == lesson.ways.len() || !holds(&lesson.believed, &believed)? {
                    continue;
                }
                let mut fails = true;
                for condition in &lesson.fails {
                    fails = fails && !holds(condition, &world)?;
                }
                if !fails {
                    continue;
                }
                for fact in &lesson.ways[*gone] {
                    if lesson.excludes {
                        excluded.push(fact.clone());
                    } else if !facts.iter().any(|known| known.0 == fact.0 && known.1 == fact.1) {
                        facts.push(fact.clone());
                    }
                }
                *gone += 1;
            }
            if facts.is_empty() && excluded.is_empty() {
                return Ok(node);
            }
            node = self.revise(node, mind, &facts, &excluded)?;
        }
    }
}

fn holds(condition: &Condition, view: &View<'_>) -> Outcome<bool> {
    condition.holds(view).map_err(|overflow| overflow.within(""))
}
