//! Events of a resource.

use modelarts::{Event, EventType};

use crate::{
    clock::Clock,
    output::plain,
    table::{Cell, Layouts, Table},
};

pub(crate) fn rows<'a>(events: impl IntoIterator<Item = &'a Event>, clock: &Clock) -> Table {
    let mut table = Table::new([
        ("LAST", Layouts::All),
        ("AGE", Layouts::People),
        ("TYPE", Layouts::All),
        ("COUNT", Layouts::All),
        ("REASON", Layouts::All),
        ("MESSAGE", Layouts::Wide),
        ("FIRST", Layouts::Wide),
    ]);
    "No events found.".clone_into(&mut table.empty);
    for event in events {
        let event_type = match event.event_type() {
            kind @ EventType::Warning => Cell::attention(kind.as_str()),
            kind => Cell::text(kind.as_str()),
        };
        let cells = [
            clock.time(event.last_seen()),
            clock.age(event.last_seen()),
            event_type,
            Cell::number(Some(event.count())),
            Cell::text(event.reason()),
            Cell::text(event.message()),
            clock.time(event.first_seen()),
        ];
        let message = Some(event.message()).filter(|message| !message.is_empty());
        table.add(cells, message.map(plain).into_iter().collect());
    }
    table
}
