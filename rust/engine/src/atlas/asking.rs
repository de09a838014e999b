//! Questions about what holds in the states of an atlas.

use super::graph::Atlas;
use crate::fault::Outcome;
use crate::program::condition::Condition;
use crate::program::expression::Expression;
use crate::program::guard::Guard;
use crate::task;
use crate::transition::world::World;

impl Atlas {
    /// The numbers of the states in which a condition, as in a task, holds.
    pub fn holding(&self, world: &World, json: &str) -> Outcome<Vec<u32>> {
        let program = world.program();
        let condition = task::Condition::parse(json, program.minds, program.layout.fields.len())?;
        let guard = Guard::new(&Condition::new(&condition, &program.layout)?);
        let mut found = vec![];
        for (number, &node) in self.states().iter().enumerate() {
            if guard.holds(&world.view(node)).map_err(|overflow| overflow.within("question"))? {
                found.push(number as u32);
            }
        }
        Ok(found)
    }

    /// The value of an expression, as in a task, in each state.
    pub fn values(&self, world: &World, json: &str) -> Outcome<Vec<i64>> {
        let program = world.program();
        let expression = task::Expression::parse(json, program.minds, program.layout.fields.len())?;
        let expression = Expression::new(&expression, &program.layout)?;
        let value = |&node| expression.value(&world.view(node)).map_err(|overflow| overflow.within("question"));
        self.states().iter().map(value).collect()
    }
}
