//! Lists that come in pages.

use std::process::ExitCode;

use modelarts::{EventResource, EventType};

use crate::{
    arguments::{Events, Global, ListCommand, NetworksCommand},
    error::CommandError,
    show::show,
    tables::{events, flavors, networks, workspaces},
};

/// Runs one of these commands.
pub(crate) async fn run(command: ListCommand, global: &Global) -> Result<ExitCode, CommandError> {
    match command {
        ListCommand::Networks {
            one: Some(NetworksCommand::Get { id, view }),
            ..
        } => {
            show(global, &view, async |target| {
                let asked = target.ask_for_one(networks::rows, networks::fields, |api, project| {
                    api.show_network().project_id(project).network_name(id.as_str())
                });
                asked.await
            })
            .await
        }
        ListCommand::Networks {
            one: None,
            workspace_id,
            label_selector,
            view,
        } => {
            show(global, &view, async |target| {
                let request = target.client.list_networks().workspace_id(workspace_id.as_ref());
                let pages = request.label_selector(label_selector.as_deref()).pages();
                target.ask_for_pages(networks::rows, "items", pages).await
            })
            .await
        }
        ListCommand::Events(Events { pool, event_type, view }) => {
            show(global, &view, async |target| {
                let request = target.client.list_events(EventResource::Pools, &*pool);
                let pages = request.type_(event_type.as_deref().map(EventType::from)).pages();
                target.ask_for_pages(events::rows, "items", pages).await
            })
            .await
        }
        ListCommand::Flavors { label_selector, view } => {
            show(global, &view, async |target| {
                let request = target.client.list_resource_flavors();
                let pages = request.label_selector(label_selector.as_deref()).pages();
                target.ask_for_pages(flavors::rows, "items", pages).await
            })
            .await
        }
        ListCommand::Workspaces { name, accessible, view } => {
            show(global, &view, async |target| {
                let request = target.client.list_workspace().name(name.as_deref());
                let pages = request.filter_accessible(accessible.then_some(true)).pages();
                target.ask_for_pages(workspaces::rows, "workspaces", pages).await
            })
            .await
        }
    }
}
