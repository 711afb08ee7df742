//! Where a response could not be decoded, as far as it may be told.

use super::{place::Place, specs::Specs};

/// The place that the library names, as `items[0].metadata.labels.team`, up to where the specs no longer know the names.
pub(super) fn place(specs: &Specs, operation: &str, path: &str) -> String {
    let mut place = Place::root();
    let Some(mut schema) = specs.response(operation) else {
        return place.exact().to_owned();
    };
    for step in path.split(['.', '[']).filter(|step| !step.is_empty()) {
        let index = step.strip_suffix(']').and_then(|index| index.parse().ok());
        let (next, node) = match index {
            Some(index) => (place.element(index), schema.items()),
            None => (
                place.field(step),
                schema.properties().and_then(|properties| properties.get(step)),
            ),
        };
        let Some(node) = node else {
            return format!("{} or below", place.exact());
        };
        (place, schema) = (next, specs.resolve(node));
    }
    place.exact().to_owned()
}
