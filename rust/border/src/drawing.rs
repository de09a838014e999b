//! Where the nodes of a layered graph go, for Python: lists of whole numbers in, lists of whole numbers out.

use std::time::{Duration, Instant};

use fabula_drawing::{Node, Style, layout_while};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// What Python is told of a drawing: the places of nodes, the bends of edges, and how many edges cross.
type Arranged = (Vec<i32>, Vec<Vec<i32>>, u64);

/// How often one looks whether somebody has waited long enough.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Lays out a graph whose nodes have a layer, a key and a width each. Raises `ValueError` where the lists do not fit together,
/// and what a signal handler raises meanwhile.
#[pyfunction]
pub fn arrange(
    py: Python<'_>,
    layers: Vec<u32>,
    keys: Vec<u64>,
    widths: Vec<u32>,
    edges: Vec<(u32, u32)>,
    gap: u32,
) -> PyResult<Arranged> {
    let size = layers.len();
    if keys.len() != size || widths.len() != size {
        return Err(PyValueError::new_err("each node has one layer, one key and one width"));
    }
    if layers.iter().any(|&layer| layer as usize > 4 * size) {
        return Err(PyValueError::new_err("a layer is too far down for so few nodes"));
    }
    if edges.iter().any(|&(from, to)| from as usize >= size || to as usize >= size) {
        return Err(PyValueError::new_err("an edge names a node that does not exist"));
    }
    let nodes = layers.into_iter().zip(keys).zip(widths).map(|((layer, key), width)| Node { layer, key, width });
    let nodes: Vec<Node> = nodes.collect();
    let (mut looked, mut raised) = (Instant::now(), None);
    let drawing = py.detach(|| {
        layout_while(&nodes, &edges, &Style { gap, ..Style::default() }, &mut || {
            if looked.elapsed() >= LOOK_EVERY {
                looked = Instant::now();
                raised = Python::attach(|py| py.check_signals()).err();
            }
            raised.is_none()
        })
    });
    let drawing = match raised {
        Some(error) => return Err(error),
        None => drawing.unwrap_or_default(),
    };
    Ok((drawing.places, drawing.bends, drawing.crossings))
}
