//! ListWorkspace: workspaces of the project.

use modelarts_api::types::{self, ListWorkspaceResponse};

use crate::{
    SortOrder, Timestamp, WorkspaceAuthType, WorkspaceSortKey, WorkspaceStatus,
    paging::{Position, paginated},
    request::request,
    view::view,
};

/// Workspaces on a page: the default, and the maximum.
const LARGEST_PAGE: i64 = 1000;

request! {
    /// Request for the workspaces of the project: `GET /v1/{project_id}/workspaces`.
    pub struct ListWorkspace -> WorkspaceList;

    /// Lists the workspaces of the project by pages (ListWorkspace, which is the vendor's name).
    ///
    /// Awaiting it gives one page, of 1000 workspaces at most; [`items`](ListWorkspace::items) goes on to the last. Requires
    /// the IAM action `modelarts:workspace:list`.
    pub fn list_workspace();

    /// Restricts the list to workspaces whose name resembles this one (`name`).
    pub fn name(text String);

    /// Restricts the list to an enterprise project (`enterprise_project_id`).
    pub fn enterprise_project_id(text String);

    /// Leaves out workspaces that the caller has no access to (`filter_accessible`).
    pub fn filter_accessible(value bool);

    /// Sorts by this (`sort_by`). The default is the name.
    pub fn sort_by(value WorkspaceSortKey);

    /// Sorts in this order (`order`). The default is downwards.
    pub fn order(value SortOrder);

    /// Maximum number of workspaces on a page (`limit`).
    pub fn limit(value i64);

    /// Number of workspaces to skip (`offset`). Pages call it the first page, but the Terraform provider counts workspaces.
    pub fn offset(value i64);
}

paginated! {
    ListWorkspace -> WorkspaceList of Workspace by Offset(offset);
    |request, page| {
        Position::after_offset([&request.offset, &request.limit], page.len(), page.raw().total_count, LARGEST_PAGE)
    }
}

view! {
    /// A page of workspaces: the response of ListWorkspace.
    pub struct WorkspaceList(ListWorkspaceResponse) = [Workspace] at workspaces;
}

view! {
    /// A workspace: `workspaces[]` of ListWorkspace.
    pub struct Workspace(types::Workspace);

    /// Id of the workspace (`id`), `0` for the default one; empty if absent.
    pub fn id(&self) -> &str = id;

    /// Name (`name`); empty if absent.
    pub fn name(&self) -> &str = name;

    /// Description (`description`); empty if absent.
    pub fn description(&self) -> &str = description;

    /// Name of the user who created it (`owner`); empty if absent.
    pub fn owner(&self) -> &str = owner;

    /// State (`status`); empty if absent.
    pub fn status(&self) -> &WorkspaceStatus = status;

    /// Details of the state (`status_info`), such as why deleting failed; empty if absent.
    pub fn status_info(&self) -> &str = status_info;

    pub fn auth_type(&self);

    /// Time of creation (`create_time`).
    pub fn created_at(&self) -> Option<Timestamp> = create_time;

    /// Time of the last change (`update_time`).
    pub fn updated_at(&self) -> Option<Timestamp> = update_time;
}

impl Workspace {
    /// Who has access (`auth_type`), whatever case the service sends it in; empty if absent.
    pub fn auth_type(&self) -> &WorkspaceAuthType {
        match self.raw().auth_type.as_ref().unwrap_or_default() {
            WorkspaceAuthType::PublicInLowerCase => &WorkspaceAuthType::Public,
            auth_type => auth_type,
        }
    }
}
