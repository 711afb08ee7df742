//! JSON as a table: a list of objects, of lists or of single values; one object; one value.

use serde_json::Value;

use super::{Cell, Layouts, Table, cell::Datum};

/// The table that a value makes. Values within cells are JSON on a line.
pub(crate) fn from_json(value: &Value) -> Table {
    let rows = match value {
        Value::Array(rows) => rows.as_slice(),
        Value::Object(fields) => {
            let mut table = Table::of_fields();
            for (name, value) in fields {
                table.add([name.as_str().into(), cell(value)]);
            }
            return table;
        }
        single => std::slice::from_ref(single),
    };
    let mut names: Vec<&str> = Vec::new();
    let objects = rows.iter().filter_map(Value::as_object);
    for name in objects.flat_map(|fields| fields.keys()) {
        if !names.contains(&&**name) {
            names.push(name);
        }
    }
    let widths = rows.iter().map(|row| row.as_array().map_or(1, Vec::len));
    let width = widths.max().unwrap_or(1);
    let headers: Vec<_> = match (names.is_empty(), width) {
        (false, _) => names.iter().map(|name| name.to_uppercase()).collect(),
        (true, 1) => vec!["VALUE".to_owned()],
        (true, _) => (1..=width).map(|number| format!("VALUE{number}")).collect(),
    };
    let width = headers.len();
    let mut table = Table::new(headers.into_iter().map(|name| (name, Layouts::All)));
    "The result is empty.".clone_into(&mut table.empty);
    for row in rows {
        let mut cells: Vec<_> = match row {
            Value::Object(fields) => names
                .iter()
                .map(|name| cell(fields.get(*name).unwrap_or(&Value::Null)))
                .collect(),
            Value::Array(values) => values.iter().map(cell).collect(),
            single => vec![cell(single)],
        };
        cells.resize(width, Cell::absent());
        table.add(cells);
    }
    table
}

fn cell(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::absent(),
        Value::String(text) => text.as_str().into(),
        Value::Number(number) => Cell::new(number.to_string(), Datum::Number(number.clone())),
        other => other.to_string().into(),
    }
}
