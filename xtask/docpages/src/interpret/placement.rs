//! Assignment of tables to the fields whose types they describe.
//!
//! Captions and links identify the table of a type. Where the page has none, or two tables have the same caption, the
//! [`evidence`] decides. Whatever stays open is reported and not guessed.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::Value;

use super::{
    body::{Body, ExampleObjects, example_objects, join},
    evidence::{self, Wanted},
    rows::{FieldRow, FieldTable, RowAt, brief},
};
use crate::{
    defect::{DefectKind, Defects},
    types,
    vocabulary::CaptionOf,
};

/// Number of candidates considered. Only a malicious page has more.
const CANDIDATES: usize = 20_000;

/// Assigns the tables of a body, using examples as evidence.
pub(crate) fn place_tables(tables: Vec<FieldTable>, label: &str, examples: &[&Value], defects: &mut Defects) -> Body {
    let objects = example_objects(examples);
    let root = root(&tables, &objects);
    let mut body = Body { tables, root };
    let wanted = resolve_names(&mut body);
    body.place();
    refute(&mut body, &objects);
    evidence::settle(&mut body, &objects, wanted);
    body.tables.iter_mut().for_each(|table| table.places.sort());
    report(&body, label, defects);
    body
}

/// The table of the body: the one with such a caption, or the first, unless the example shows that it was lost.
fn root(tables: &[FieldTable], objects: &ExampleObjects) -> Option<usize> {
    let is_body = |table: &FieldTable| {
        table
            .caption
            .as_ref()
            .is_some_and(|caption| caption.of == CaptionOf::Body)
    };
    if let Some(body) = tables.iter().position(is_body) {
        return Some(body);
    }
    let first = tables.first()?;
    let none = BTreeSet::new();
    let keys = objects.get("").unwrap_or(&none);
    let covered = first.covered(keys);
    let is_root = if let Some(name) = first.type_name() {
        let is_user = |row: &FieldRow| {
            row.refers_to() == Some(name) || row.link.as_ref().is_some_and(|link| first.anchors.contains(link))
        };
        // The caption may be the type name of the body, if nothing refers to it and the example agrees.
        !tables.iter().flat_map(|table| &table.rows).any(is_user) && !keys.is_empty() && covered * 2 >= keys.len()
    } else {
        let is_below = |keys: &BTreeSet<String>| keys.len() > covered && first.covered(keys) == keys.len();
        first.caption.is_some()
            || covered == keys.len()
            || covered > 0 && !objects.iter().any(|(_, keys)| is_below(keys))
    };
    is_root.then_some(0)
}

/// Resolves types by captions and links, and returns the unresolved ones.
fn resolve_names(body: &mut Body) -> Vec<Wanted> {
    let mut named: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut anchored: HashMap<&str, usize> = HashMap::new();
    for (index, table) in body.tables.iter().enumerate() {
        if let Some(name) = table.type_name().filter(|name| !name.is_empty()) {
            named.entry(name).or_default().push(index);
        }
        for anchor in &table.anchors {
            anchored.entry(anchor).or_insert(index);
        }
    }
    let referred: HashSet<&str> = body.rows().filter_map(|(_, row)| row.refers_to()).collect();
    let has_captions = body.has_captions();
    let mut weighed = 0;
    let mut settled: Vec<(RowAt, usize)> = Vec::new();
    // By the name of the type: one in lower case is that of the field, and two fields of one name may differ.
    let mut open: BTreeMap<(&str, Option<RowAt>), Wanted> = BTreeMap::new();
    for (here, row) in body.rows() {
        let name = match row.refers_to() {
            Some(name) => name,
            None if has_captions && types::may_be_object(&row.schema) => "",
            None => continue,
        };
        let is_shared = name.starts_with(char::is_uppercase);
        let candidates: Vec<usize> = if has_captions {
            let at = |link: &String| anchored.get(link.as_str()).copied();
            let linked = row.link.as_ref().and_then(at);
            // Of two tables with one name only the first keeps its anchor, so a link to it proves nothing.
            let linked_name = linked.and_then(|table| body.tables.get(table)?.type_name());
            let own_name = Some(row.name.as_str()).filter(|own| name.is_empty() && !referred.contains(own));
            let of_name = |name: &str| named.get(name).cloned();
            let of_link = || linked.or_else(|| row.see.iter().find_map(at)).map(|table| vec![table]);
            let found = of_name(linked_name.unwrap_or(name)).or_else(of_link);
            found.or_else(|| of_name(own_name?)).unwrap_or_default()
        } else {
            // A shared type may refer to itself.
            let may_be = |other: &usize| Some(*other) != body.root && (is_shared || *other != here.0);
            (0..body.tables.len()).filter(may_be).collect()
        };
        match candidates.as_slice() {
            [] => {}
            [only] if has_captions => settled.push((here, *only)),
            _ => {
                weighed += candidates.len();
                if weighed > CANDIDATES {
                    open.clear();
                    break;
                }
                let wanted = open
                    .entry((name, (!is_shared).then_some(here)))
                    .or_insert_with(|| Wanted {
                        rows: Vec::new(),
                        candidates: candidates.clone(),
                        name: name.to_owned(),
                    });
                wanted.rows.push(here);
                wanted.candidates.retain(|table| candidates.contains(table));
            }
        }
    }
    let mut open: Vec<Wanted> = open.into_values().collect();
    open.sort_by(|a, b| a.rows.cmp(&b.rows));
    for (row, table) in settled {
        body.describe(&[row], Some(table));
    }
    open
}

/// Unassigns a table from fields that it cannot describe. A type name in lower case is that of a field; two fields of one
/// name may have two tables, of which the page may have lost one. If the example agrees with the table for one field
/// and shares no key with it for the other, the table is not that of the other.
fn refute(body: &mut Body, objects: &ExampleObjects) {
    let mut refuted = Vec::new();
    for table in body.tables.iter().filter(|table| table.users.len() > 1) {
        // None if the example shows no object there.
        let fits = |at: &RowAt| {
            let shown = body.in_examples(*at).filter_map(|place| objects.get(&place));
            shown
                .map(|keys| table.covered(keys) > 0)
                .reduce(|fits, another| fits || another)
        };
        let is_inline = table
            .type_name()
            .is_some_and(|name| name.starts_with(char::is_lowercase));
        if is_inline && table.users.iter().any(|row| fits(row) == Some(true)) {
            refuted.extend(table.users.iter().filter(|row| fits(row) == Some(false)).copied());
        }
    }
    body.describe(&refuted, None);
    body.place();
}

fn report(body: &Body, label: &str, defects: &mut Defects) {
    if body.root.is_none() && !body.tables.is_empty() {
        defects.add(DefectKind::TableAbsent, label, "the table of the body is missing");
    }
    let mut seen = HashSet::new();
    for table in &body.tables {
        let name = table.type_name();
        if let Some(name) = name.filter(|name| !seen.insert(*name)) {
            let detail = format!("two tables are named {name}");
            defects.add(DefectKind::TableNameRepeated, label, detail);
        }
        let brief_name = name.map(brief);
        if table.places.is_empty() {
            let fields: Vec<String> = table.rows.iter().take(3).map(|row| brief(&row.name)).collect();
            let name = brief_name.iter().map(|name| format!("{name} ")).collect::<String>();
            let detail = format!("cannot tell where the table {name}({}, …) belongs", fields.join(", "));
            defects.add(DefectKind::TableUnplaced, label, detail);
        }
        // Rows of a table without a place are named by the table.
        let place = table
            .places
            .first()
            .cloned()
            .or(brief_name)
            .unwrap_or_else(|| "?".to_owned());
        for row in &table.rows {
            let at = format!("{label} {}", join(&place, &row.name));
            row.report(&at, defects);
            if let (Some(name), None) = (row.refers_to(), row.table) {
                let detail = format!("cannot tell which table describes {name}");
                defects.add(DefectKind::TableAbsent, &at, detail);
            }
        }
    }
}
