//! ListResourceFlavors: flavors that nodes of pools can have.

use std::collections::BTreeMap;

use modelarts_api::types::{self, ListResourceFlavorsResponse, ResourceFlavorXpu};

use crate::{
    CpuArch,
    field::{Read, field},
    paging::{Position, paginated},
    request::request,
    view::view,
};

request! {
    /// Request for the flavors of nodes: `GET /v1/{project_id}/resourceflavors`.
    pub struct ListResourceFlavors -> ResourceFlavorList;

    /// Lists the flavors that nodes of pools can have, by pages (ListResourceFlavors).
    ///
    /// Awaiting it gives one page, of 500 flavors at most; [`items`](ListResourceFlavors::items) goes on to the last.
    /// Requires no IAM action.
    pub fn list_resource_flavors();

    /// Restricts the list to flavors with these labels (`labelSelector`), such as `os.modelarts.flavor/baremetal=true`.
    pub fn label_selector(text String);

    /// Maximum number of flavors on a page (`limit`).
    pub fn limit(value i64);

    /// Begins with the page of this token (`continue`), which is in `metadata` of the page before.
    pub fn continue_(text String);
}

paginated! {
    ListResourceFlavors -> ResourceFlavorList of ResourceFlavor by Token(continue_);
    |_request, page| Position::after_token(page.raw().metadata.as_deref())
}

view! {
    /// A page of flavors: the response of ListResourceFlavors.
    pub struct ResourceFlavorList(ListResourceFlavorsResponse) = [ResourceFlavor] at items;
}

view! {
    /// Flavor of a node: `items[]` of ListResourceFlavors.
    pub struct ResourceFlavor(types::ResourceFlavor);

    /// Id of the flavor (`metadata.name`), such as `modelarts.vm.cpu8u32g`; empty if absent.
    pub fn id(&self) -> &str = metadata.name;

    /// Architecture of the processor (`spec.cpuArch`); empty if absent.
    pub fn cpu_arch(&self) -> &CpuArch = spec.cpu_arch;

    /// Number of processor cores (`spec.cpu`, a decimal string).
    pub fn cpu(&self) -> Option<i64> = spec.cpu;

    /// Memory with its unit (`spec.memory`), such as `32Gi`; empty if absent.
    pub fn memory(&self) -> &str = spec.memory;

    /// GPUs (`spec.gpu`).
    pub fn gpu(&self) -> Option<Accelerator> = spec.gpu;

    /// NPUs (`spec.npu`).
    pub fn npu(&self) -> Option<Accelerator> = spec.npu;

    pub fn is_bare_metal(&self);

    /// Whether the flavor can be bought (`status.phase`), by availability zone: `normal`, or `soldout`.
    pub fn availability(&self) -> BTreeMap<&str, &str> = status.phase;
}

impl ResourceFlavor {
    /// Whether nodes are bare metal servers: the label `os.modelarts.flavor/baremetal`.
    pub fn is_bare_metal(&self) -> bool {
        field!(self, metadata.labels).and_then(|labels| labels.get("os.modelarts.flavor/baremetal")) == Some("true")
    }
}

/// GPUs or NPUs of a node: `spec.gpu` and `spec.npu` of a flavor.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Accelerator {
    /// Model (`type`); empty if absent.
    pub model: String,
    /// Number of accelerators (`size`, a decimal string).
    pub count: Option<i64>,
}

impl From<&ResourceFlavorXpu> for Accelerator {
    fn from(raw: &ResourceFlavorXpu) -> Self {
        Self {
            model: raw.type_.as_deref().unwrap_or_default().to_owned(),
            count: raw.size.as_deref().and_then(|size| size.parse().ok()),
        }
    }
}

impl Read<'_, Box<ResourceFlavorXpu>> for Option<Accelerator> {
    fn read(xpu: &Box<ResourceFlavorXpu>) -> Self {
        Some((&**xpu).into())
    }
}
