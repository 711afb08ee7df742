//! One resource pool.

use std::collections::BTreeMap;

use bytemuck::TransparentWrapper;
use modelarts_api::{
    types::{PoolDriverStatus, PoolModel, PoolStatusScope},
    wire::OneOrMany,
};

use super::{FlavorCount, FlavorRequest, NodeState};
use crate::{
    BillingMode, DriverState, JobType, PoolPhase, PoolScopeState, PoolType, Restrictions, Timestamp,
    field::{field, read},
    view::view,
};

view! {
    /// One resource pool: the response of ShowPool, and `items[]` of ListPools.
    ///
    /// Fields that the service did not send are empty or `None`.
    pub struct Pool(PoolModel);

    /// Id of the pool (`metadata.name`), chosen by the service.
    pub fn id(&self) -> &str = metadata.name;

    pub fn display_name(&self);

    /// Description of the pool by a user (annotation `os.modelarts/description`).
    pub fn description(&self) -> &str = metadata.annotations.os_modelarts_description;

    /// Workspace of the pool (label `os.modelarts/workspace.id`). The default workspace is `0`.
    pub fn workspace_id(&self) -> Option<&str> = metadata.labels.os_modelarts_workspace_id;

    /// Creation time (`metadata.creationTimestamp`).
    pub fn created_at(&self) -> Option<Timestamp> = metadata.creation_timestamp;

    /// All labels whose value is a string, by key.
    pub fn labels(&self) -> BTreeMap<&str, &str> = metadata.labels;

    /// All annotations whose value is a string, by key.
    pub fn annotations(&self) -> BTreeMap<&str, &str> = metadata.annotations;

    /// Billing mode (annotation `os.modelarts/billing.mode`); empty if absent.
    pub fn billing_mode(&self) -> &BillingMode = metadata.annotations.os_modelarts_billing_mode;

    /// Whether the pool has its own nodes or shares those of another pool (`spec.type`); empty if absent.
    pub fn pool_type(&self) -> &PoolType = spec.type_;

    pub fn job_types(&self);

    /// Requested nodes (`spec.resources`).
    pub fn requested(&self) -> &[FlavorRequest] = spec.resources;

    /// Network of the pool (`spec.network.name`).
    pub fn network_id(&self) -> Option<&str> = spec.network.name;

    /// Restrictions of the pool (`spec.controlMode`).
    pub fn restrictions(&self) -> Restrictions = spec.control_mode;

    /// Lifecycle phase of the pool (`status.phase`); empty if absent, which happens.
    pub fn phase(&self) -> &PoolPhase = status.phase;

    /// Message about the state of the pool (`status.message`).
    pub fn message(&self) -> &str = status.message;

    pub fn nodes_by_state(&self);

    /// Job types that the pool currently accepts or refuses (`status.scope`).
    pub fn job_type_states(&self) -> &[JobTypeState] = status.scope;

    /// GPU driver (`status.driver.gpu`).
    pub fn gpu_driver(&self) -> Option<&Driver> = status.driver.gpu;

    /// NPU driver (`status.driver.npu`).
    pub fn npu_driver(&self) -> Option<&Driver> = status.driver.npu;

    pub fn parent(&self);

    /// Physical pool that contains this one (`status.root`); for a physical pool, itself.
    pub fn root(&self) -> Option<&str> = status.root;
}

impl Pool {
    /// Name of the pool, chosen by a user (label `os.modelarts/name`); its id if it has none.
    pub fn display_name(&self) -> &str {
        self.label("os.modelarts/name").unwrap_or_else(|| self.id())
    }

    /// Returns the label with this key (`metadata.labels`), documented or not.
    pub fn label(&self, key: &str) -> Option<&str> {
        field!(self, metadata.labels)?.get(key)
    }

    /// Returns the annotation with this key (`metadata.annotations`), documented or not.
    pub fn annotation(&self, key: &str) -> Option<&str> {
        field!(self, metadata.annotations)?.get(key)
    }

    /// Job types that the pool is meant for (`spec.scope`).
    pub fn job_types(&self) -> &[JobType] {
        field!(self, spec.scope).map_or(&[], Vec::as_slice)
    }

    /// Nodes in a state (`status.resources`), by flavor.
    pub fn nodes(&self, state: NodeState) -> &[FlavorCount] {
        let nodes = field!(self, status.resources).and_then(|resources| match state {
            NodeState::Creating => resources.creating.as_deref(),
            NodeState::Available => resources.available.as_deref(),
            NodeState::Abnormal => resources.abnormal.as_deref(),
            NodeState::Deleting => resources.deleting.as_deref(),
            NodeState::CreationFailed => resources.creation_failed.as_deref(),
        });
        FlavorCount::wrap_slice(nodes.map(OneOrMany::as_slice).unwrap_or_default())
    }

    /// Nodes in every state, by state and flavor.
    pub fn nodes_by_state(&self) -> BTreeMap<NodeState, &[FlavorCount]> {
        NodeState::ALL
            .into_iter()
            .map(|state| (state, self.nodes(state)))
            .collect()
    }

    /// Available nodes (`status.resources.available`), by flavor.
    pub fn available(&self) -> &[FlavorCount] {
        self.nodes(NodeState::Available)
    }

    /// Number of nodes in a state, of all flavors.
    pub fn node_count(&self, state: NodeState) -> i64 {
        let counts = self.nodes(state).iter().map(FlavorCount::count);
        counts.fold(0, i64::saturating_add)
    }

    /// Number of requested nodes, of all flavors.
    pub fn requested_count(&self) -> i64 {
        let counts = self.requested().iter().map(FlavorRequest::count);
        counts.fold(0, i64::saturating_add)
    }

    /// Pool that contains this one (`status.parent`). A physical pool has none.
    pub fn parent(&self) -> Option<&str> {
        let parent: Option<&str> = read(field!(self, status.parent));
        parent.filter(|parent| !parent.is_empty())
    }
}

view! {
    /// Whether the pool accepts jobs of a type: `status.scope[]` of ListPools.
    pub struct JobTypeState(PoolStatusScope);

    /// Job type (`scopeType`); empty if absent.
    pub fn job_type(&self) -> &JobType = scope_type;

    /// Whether jobs of the type are accepted (`state`); empty if absent.
    pub fn state(&self) -> &PoolScopeState = state;
}

view! {
    /// Driver of a pool's accelerators: `status.driver.*` of ListPools.
    pub struct Driver(PoolDriverStatus);

    /// Version of the driver (`version`); empty if absent.
    pub fn version(&self) -> &str = version;

    /// State of the driver (`state`); empty if absent.
    pub fn state(&self) -> &DriverState = state;
}
