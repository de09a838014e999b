//! Questions about what holds in the states of an atlas.

use super::graph::{Atlas, States};
use crate::fault::Outcome;
use crate::program::condition::Condition;
use crate::program::expression::Expression;
use crate::program::guard::Guard;
use crate::program::view::View;
use crate::task;
use crate::transition::world::World;

impl Atlas {
    /// The numbers of the states in which a condition holds, as in a task.
    pub fn holding(&mut self, world: &mut World, json: &str) -> Outcome<Vec<u32>> {
        let program = world.program();
        let condition = task::Condition::parse(json, program.minds, program.layout.fields.len())?;
        let guard = Guard::new(&Condition::new(&condition, &program.layout)?);
        let mut found = vec![];
        self.each_state(world, |number, view| {
            if guard.holds(view).map_err(|overflow| overflow.within("question"))? {
                found.push(number);
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// The value of an expression, as in a task, in each state.
    pub fn values(&mut self, world: &mut World, json: &str) -> Outcome<Vec<i64>> {
        let program = world.program();
        let expression = task::Expression::parse(json, program.minds, program.layout.fields.len())?;
        let expression = Expression::new(&expression, &program.layout)?;
        let mut values = Vec::with_capacity(self.len());
        self.each_state(world, |_, view| {
            values.push(expression.value(view).map_err(|overflow| overflow.within("question"))?);
            Ok(())
        })?;
        Ok(values)
    }

    /// Looks at one state after the other.
    fn each_state(&mut self, world: &mut World, mut look: impl FnMut(u32, &View) -> Outcome<()>) -> Outcome<()> {
        let count = self.len() as u32;
        match &mut self.states {
            States::Nodes { nodes, .. } => {
                (0..count).zip(nodes.iter()).try_for_each(|(number, node)| look(number, &world.view(node)))
            }
            // Minds are put into the world that is worked with, states are not.
            States::Packed(packed) => {
                let world = self.own.as_mut().map_or(world, |own| own.world_mut());
                (0..count).try_for_each(|number| {
                    let (words, edges) = packed.row_of(world, number)?;
                    look(number, &View { graph: world.graph(), layout: &world.program().layout, words: &words, edges: &edges })
                })
            }
        }
    }
}
