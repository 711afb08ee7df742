//! One resource pool.

use std::collections::BTreeMap;

use bytemuck::TransparentWrapper;
use modelarts_api::{
    types::{PoolDriverStatus, PoolMetadata, PoolModel, PoolSpecModel, PoolStatus, PoolStatusScope},
    wire::OneOrMany,
};

use super::{FlavorCount, FlavorRequest, NodeState};
use crate::{
    BillingMode, DriverState, JobType, PoolPhase, PoolScopeState, PoolType, Restrictions, Timestamp,
    view::{or_empty, view},
};

view! {
    /// One resource pool: the response of ShowPool, and `items[]` of ListPools.
    ///
    /// Fields that the service did not send are empty or `None`.
    Pool(PoolModel):
        id display_name description workspace_id created_at labels annotations
        billing_mode pool_type job_types requested network_id restrictions
        phase message nodes_by_state job_type_states gpu_driver npu_driver parent root
}

impl Pool {
    /// Id of the pool (`metadata.name`), chosen by the service.
    pub fn id(&self) -> &str {
        let name = self.metadata().and_then(|metadata| metadata.name.as_deref());
        name.unwrap_or_default()
    }

    /// Name of the pool, chosen by a user (label `os.modelarts/name`); its id if it has none.
    pub fn display_name(&self) -> &str {
        self.label("os.modelarts/name").unwrap_or_else(|| self.id())
    }

    /// Description of the pool by a user (annotation `os.modelarts/description`).
    pub fn description(&self) -> &str {
        self.annotation("os.modelarts/description").unwrap_or_default()
    }

    /// Workspace of the pool (label `os.modelarts/workspace.id`). The default workspace is `0`.
    pub fn workspace_id(&self) -> Option<&str> {
        self.label("os.modelarts/workspace.id")
    }

    /// Creation time (`metadata.creationTimestamp`).
    pub fn created_at(&self) -> Option<Timestamp> {
        self.metadata()?.creation_timestamp.as_deref()?.parse().ok()
    }

    /// Returns the label with this key (`metadata.labels`), documented or not.
    pub fn label(&self, key: &str) -> Option<&str> {
        self.metadata()?.labels.as_ref()?.get(key)
    }

    /// All labels whose value is a string, by key.
    pub fn labels(&self) -> BTreeMap<&str, &str> {
        let labels = self.metadata().and_then(|metadata| metadata.labels.as_ref());
        labels.into_iter().flat_map(|labels| labels.iter()).collect()
    }

    /// Returns the annotation with this key (`metadata.annotations`), documented or not.
    pub fn annotation(&self, key: &str) -> Option<&str> {
        self.metadata()?.annotations.as_ref()?.get(key)
    }

    /// All annotations whose value is a string, by key.
    pub fn annotations(&self) -> BTreeMap<&str, &str> {
        let annotations = self.metadata().and_then(|metadata| metadata.annotations.as_ref());
        annotations
            .into_iter()
            .flat_map(|annotations| annotations.iter())
            .collect()
    }

    /// Billing mode (annotation `os.modelarts/billing.mode`); empty if absent.
    pub fn billing_mode(&self) -> &BillingMode {
        let annotations = self.metadata().and_then(|metadata| metadata.annotations.as_ref());
        or_empty!(
            annotations.and_then(|annotations| annotations.os_modelarts_billing_mode.as_deref()),
            BillingMode
        )
    }

    /// Whether the pool has its own nodes or shares those of another pool (`spec.type`); empty if absent.
    pub fn pool_type(&self) -> &PoolType {
        or_empty!(self.spec().and_then(|spec| spec.type_.as_ref()), PoolType)
    }

    /// Job types that the pool is meant for (`spec.scope`).
    pub fn job_types(&self) -> &[JobType] {
        self.spec().and_then(|spec| spec.scope.as_deref()).unwrap_or_default()
    }

    /// Requested nodes (`spec.resources`).
    pub fn requested(&self) -> &[FlavorRequest] {
        let requested = self.spec().and_then(|spec| spec.resources.as_deref());
        FlavorRequest::wrap_slice(requested.unwrap_or_default())
    }

    /// Network of the pool (`spec.network.name`).
    pub fn network_id(&self) -> Option<&str> {
        self.spec()?.network.as_ref()?.name.as_deref()
    }

    /// Restrictions of the pool (`spec.controlMode`).
    pub fn restrictions(&self) -> Restrictions {
        Restrictions::from_bits(self.spec().and_then(|spec| spec.control_mode).unwrap_or_default())
    }

    /// Lifecycle phase of the pool (`status.phase`); empty if absent, which happens.
    pub fn phase(&self) -> &PoolPhase {
        or_empty!(self.status().and_then(|status| status.phase.as_ref()), PoolPhase)
    }

    /// Message about the state of the pool (`status.message`).
    pub fn message(&self) -> &str {
        let message = self.status().and_then(|status| status.message.as_deref());
        message.unwrap_or_default()
    }

    /// Nodes in a state (`status.resources`), by flavor.
    pub fn nodes(&self, state: NodeState) -> &[FlavorCount] {
        let resources = self.status().and_then(|status| status.resources.as_ref());
        let nodes = resources.and_then(|resources| match state {
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

    /// Job types that the pool currently accepts or refuses (`status.scope`).
    pub fn job_type_states(&self) -> &[JobTypeState] {
        let scope = self.status().and_then(|status| status.scope.as_deref());
        JobTypeState::wrap_slice(scope.unwrap_or_default())
    }

    /// GPU driver (`status.driver.gpu`).
    pub fn gpu_driver(&self) -> Option<&Driver> {
        self.status()?.driver.as_ref()?.gpu.as_deref().map(Driver::wrap_ref)
    }

    /// NPU driver (`status.driver.npu`).
    pub fn npu_driver(&self) -> Option<&Driver> {
        self.status()?.driver.as_ref()?.npu.as_deref().map(Driver::wrap_ref)
    }

    /// Pool that contains this one (`status.parent`). A physical pool has none.
    pub fn parent(&self) -> Option<&str> {
        self.status()?.parent.as_deref().filter(|parent| !parent.is_empty())
    }

    /// Physical pool that contains this one (`status.root`); for a physical pool, itself.
    pub fn root(&self) -> Option<&str> {
        self.status()?.root.as_deref()
    }

    fn metadata(&self) -> Option<&PoolMetadata> {
        self.raw().metadata.as_deref()
    }

    fn spec(&self) -> Option<&PoolSpecModel> {
        self.raw().spec.as_deref()
    }

    fn status(&self) -> Option<&PoolStatus> {
        self.raw().status.as_deref()
    }
}

view! {
    /// Whether the pool accepts jobs of a type: `status.scope[]` of ListPools.
    JobTypeState(PoolStatusScope): job_type state
}

impl JobTypeState {
    /// Job type (`scopeType`); empty if absent.
    pub fn job_type(&self) -> &JobType {
        or_empty!(self.raw().scope_type.as_ref(), JobType)
    }

    /// Whether jobs of the type are accepted (`state`); empty if absent.
    pub fn state(&self) -> &PoolScopeState {
        or_empty!(self.raw().state.as_ref(), PoolScopeState)
    }
}

view! {
    /// Driver of a pool's accelerators: `status.driver.*` of ListPools.
    Driver(PoolDriverStatus): version state
}

impl Driver {
    /// Version of the driver (`version`); empty if absent.
    pub fn version(&self) -> &str {
        self.raw().version.as_deref().unwrap_or_default()
    }

    /// State of the driver (`state`); empty if absent.
    pub fn state(&self) -> &DriverState {
        or_empty!(self.raw().state.as_ref(), DriverState)
    }
}
