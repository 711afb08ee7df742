//! Events of a resource.

use modelarts::{Event, EventType};

use super::note;
use crate::{
    clock::Clock,
    table::{Cell, List, Table},
};

pub(crate) fn rows(events: &[&Event], clock: &Clock) -> Table {
    List::new(events.iter().copied(), "No events found.")
        .all("LAST", |event| clock.time(event.last_seen()))
        .people("AGE", |event| clock.age(event.last_seen()))
        .all("TYPE", |event| event_type(event.event_type()))
        .all("COUNT", Event::count)
        .all("REASON", Event::reason)
        .wide("MESSAGE", Event::message)
        .wide("FIRST", |event| clock.time(event.first_seen()))
        .noted(|event| note(event.message()))
}

fn event_type(event_type: &EventType) -> Cell {
    match event_type {
        EventType::Warning => Cell::attention(event_type.as_str()),
        _ => event_type.as_str().into(),
    }
}
