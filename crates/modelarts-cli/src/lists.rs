//! Lists that come in pages.

use std::{ops::Deref, process::ExitCode};

use modelarts::{Client, EventResource, EventType, Pages, Response, raw::types};
use serde_json::Value;

use crate::{
    answer::Answer,
    arguments::{Events, Global, ListCommand, NetworksCommand},
    clock::Clock,
    error::CommandError,
    generated::Operation,
    output::Format,
    presentation::Presentation,
    show::show,
    table::Table,
    tables::{events, flavors, networks, workspaces},
};

/// Runs one of these commands.
pub(crate) async fn run(command: ListCommand, global: &Global, clock: &Clock) -> Result<ExitCode, CommandError> {
    match command {
        ListCommand::Networks {
            one: Some(NetworksCommand::Get { id, view }),
            ..
        } => {
            let ask = async |client: &Client, presentation: Presentation<'_>| {
                let request = Operation::SHOW_NETWORK.request(client).path_param("network_name", &id);
                let table = |network: types::Network| match presentation.format {
                    Format::Csv | Format::Name => networks::rows([&network.into()], clock),
                    _ => networks::fields(&network.into(), clock),
                };
                presentation.ask(request, table).await
            };
            show(global, &view, Format::Table, ask).await
        }
        ListCommand::Networks {
            one: None,
            workspace_id,
            label_selector,
            view,
        } => {
            let ask = async |client: &Client, presentation: Presentation<'_>| {
                let request = client.list_networks().workspace_id(workspace_id.as_ref());
                let pages = request.label_selector(label_selector.as_deref()).pages();
                every_page(presentation, pages, "items", |found| networks::rows(found, clock)).await
            };
            show(global, &view, Format::Table, ask).await
        }
        ListCommand::Events(Events { pool, event_type, view }) => {
            let ask = async |client: &Client, presentation: Presentation<'_>| {
                let request = client.list_events(EventResource::Pools, &*pool);
                let pages = request.type_(event_type.as_deref().map(EventType::from)).pages();
                every_page(presentation, pages, "items", |found| events::rows(found, clock)).await
            };
            show(global, &view, Format::Table, ask).await
        }
        ListCommand::Flavors { label_selector, view } => {
            let ask = async |client: &Client, presentation: Presentation<'_>| {
                let pages = client
                    .list_resource_flavors()
                    .label_selector(label_selector.as_deref())
                    .pages();
                every_page(presentation, pages, "items", |found| flavors::rows(found)).await
            };
            show(global, &view, Format::Table, ask).await
        }
        ListCommand::Workspaces { name, accessible, view } => {
            let ask = async |client: &Client, presentation: Presentation<'_>| {
                let request = client.list_workspace().filter_accessible(accessible.then_some(true));
                let pages = request.name(name.as_deref()).pages();
                every_page(presentation, pages, "workspaces", |found| {
                    workspaces::rows(found, clock)
                })
                .await
            };
            show(global, &view, Format::Table, ask).await
        }
    }
}

/// Asks for every page of a list. One page is shown as received; several as the last, with the items of all.
pub(crate) async fn every_page<T, I>(
    presentation: Presentation<'_>,
    mut pages: Pages<T>,
    key: &str,
    table: impl FnOnce(Vec<&I>) -> Table,
) -> Result<Answer, CommandError>
where
    T: Deref<Target = [I]> + Send + 'static,
{
    let mut found: Vec<Response<T>> = Vec::new();
    while let Some(page) = pages.next().await {
        found.push(page?);
    }
    if presentation.is_table() {
        let items = found.iter().flat_map(|page| page.iter()).collect();
        return Ok(Answer::new(Vec::new(), Some(table(items))));
    }
    let bodies: Vec<&[u8]> = found.iter().map(Response::body).collect();
    Ok(Answer::new(joined(&bodies, key), None))
}

/// The last of these bodies, with the items of all.
fn joined(bodies: &[&[u8]], key: &str) -> Vec<u8> {
    let [_, .., last] = bodies else {
        return bodies.concat();
    };
    let parse = |body: &&[u8]| serde_json::from_slice::<Value>(body).unwrap_or_default();
    let items = bodies
        .iter()
        .map(parse)
        .flat_map(|mut page| match page.get_mut(key).map(Value::take) {
            Some(Value::Array(items)) => items,
            _ => Vec::new(),
        });
    let mut list = parse(last);
    if let Some(list) = list.as_object_mut() {
        list.insert(key.to_owned(), items.collect());
    }
    list.to_string().into_bytes()
}
