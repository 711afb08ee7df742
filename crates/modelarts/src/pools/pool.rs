//! One resource pool.

use modelarts_api::{
    types::{
        PoolDriverStatus, PoolMetadata, PoolModel, PoolResourceFlavorCount, PoolSpecModel, PoolStatus,
        PoolStatusResources, PoolStatusScope,
    },
    wire::OneOrMany,
};
use ref_cast::RefCast;

use super::{FlavorCount, FlavorRequest};
use crate::{
    BillingMode, DriverState, JobType, PoolPhase, PoolScopeState, PoolType, Restrictions, Timestamp, view::view,
};

view! {
    /// One resource pool: `items[]` of ListPools.
    ///
    /// Fields that the service did not send are empty or `None`.
    Pool(PoolModel)
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
        Timestamp::from_rfc3339(self.metadata()?.creation_timestamp.as_deref()?)
    }

    /// Returns the label with this key (`metadata.labels`), documented or not.
    pub fn label(&self, key: &str) -> Option<&str> {
        self.metadata()?.labels.as_ref()?.get(key)
    }

    /// Returns an iterator over all labels whose value is a string.
    pub fn labels(&self) -> impl Iterator<Item = (&str, &str)> {
        let labels = self.metadata().and_then(|metadata| metadata.labels.as_ref());
        labels.into_iter().flat_map(|labels| labels.iter())
    }

    /// Returns the annotation with this key (`metadata.annotations`), documented or not.
    pub fn annotation(&self, key: &str) -> Option<&str> {
        self.metadata()?.annotations.as_ref()?.get(key)
    }

    /// Returns an iterator over all annotations whose value is a string.
    pub fn annotations(&self) -> impl Iterator<Item = (&str, &str)> {
        let annotations = self.metadata().and_then(|metadata| metadata.annotations.as_ref());
        annotations.into_iter().flat_map(|annotations| annotations.iter())
    }

    /// Billing mode (annotation `os.modelarts/billing.mode`).
    pub fn billing_mode(&self) -> Option<&BillingMode> {
        let annotations = self.metadata()?.annotations.as_ref()?;
        annotations.os_modelarts_billing_mode.as_ref()
    }

    /// Whether the pool has its own nodes or shares those of another pool (`spec.type`).
    pub fn pool_type(&self) -> Option<&PoolType> {
        self.spec()?.type_.as_ref()
    }

    /// Job types that the pool is meant for (`spec.scope`).
    pub fn job_types(&self) -> &[JobType] {
        self.spec().and_then(|spec| spec.scope.as_deref()).unwrap_or_default()
    }

    /// Requested nodes (`spec.resources`).
    pub fn requested(&self) -> impl ExactSizeIterator<Item = &FlavorRequest> {
        let requested = self.spec().and_then(|spec| spec.resources.as_deref());
        requested.unwrap_or_default().iter().map(FlavorRequest::ref_cast)
    }

    /// Network of the pool (`spec.network.name`).
    pub fn network_id(&self) -> Option<&str> {
        self.spec()?.network.as_ref()?.name.as_deref()
    }

    /// Restrictions of the pool (`spec.controlMode`).
    pub fn restrictions(&self) -> Restrictions {
        Restrictions::from_bits(self.spec().and_then(|spec| spec.control_mode).unwrap_or_default())
    }

    /// Lifecycle phase of the pool (`status.phase`). The service is known to omit it at times.
    pub fn phase(&self) -> Option<&PoolPhase> {
        self.status()?.phase.as_ref()
    }

    /// Message about the state of the pool (`status.message`).
    pub fn message(&self) -> &str {
        let message = self.status().and_then(|status| status.message.as_deref());
        message.unwrap_or_default()
    }

    /// Nodes that are being created (`status.resources.creating`).
    pub fn creating(&self) -> impl ExactSizeIterator<Item = &FlavorCount> {
        self.nodes(|resources| &resources.creating)
    }

    /// Nodes that are available (`status.resources.available`).
    pub fn available(&self) -> impl ExactSizeIterator<Item = &FlavorCount> {
        self.nodes(|resources| &resources.available)
    }

    /// Faulty nodes (`status.resources.abnormal`).
    pub fn abnormal(&self) -> impl ExactSizeIterator<Item = &FlavorCount> {
        self.nodes(|resources| &resources.abnormal)
    }

    /// Nodes that are being deleted (`status.resources.deleting`).
    pub fn deleting(&self) -> impl ExactSizeIterator<Item = &FlavorCount> {
        self.nodes(|resources| &resources.deleting)
    }

    /// Nodes whose creation failed (`status.resources.creationFailed`). Not documented; read by the Terraform provider.
    pub fn creation_failed(&self) -> impl ExactSizeIterator<Item = &FlavorCount> {
        self.nodes(|resources| &resources.creation_failed)
    }

    /// Job types that the pool currently accepts or refuses (`status.scope`).
    pub fn job_type_states(&self) -> impl ExactSizeIterator<Item = &JobTypeState> {
        let scope = self.status().and_then(|status| status.scope.as_deref());
        scope.unwrap_or_default().iter().map(JobTypeState::ref_cast)
    }

    /// GPU driver (`status.driver.gpu`).
    pub fn gpu_driver(&self) -> Option<&Driver> {
        self.status()?.driver.as_ref()?.gpu.as_deref().map(Driver::ref_cast)
    }

    /// NPU driver (`status.driver.npu`).
    pub fn npu_driver(&self) -> Option<&Driver> {
        self.status()?.driver.as_ref()?.npu.as_deref().map(Driver::ref_cast)
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

    fn nodes(
        &self,
        field: fn(&PoolStatusResources) -> &Option<OneOrMany<PoolResourceFlavorCount>>,
    ) -> impl ExactSizeIterator<Item = &FlavorCount> {
        let resources = self.status().and_then(|status| status.resources.as_ref());
        let nodes = resources.and_then(|resources| field(resources).as_ref());
        let nodes = nodes.map(OneOrMany::as_slice).unwrap_or_default();
        nodes.iter().map(FlavorCount::ref_cast)
    }
}

view! {
    /// Whether the pool accepts jobs of a type: `status.scope[]` of ListPools.
    JobTypeState(PoolStatusScope)
}

impl JobTypeState {
    /// Job type (`scopeType`).
    pub fn job_type(&self) -> Option<&JobType> {
        self.raw().scope_type.as_ref()
    }

    /// Whether jobs of the type are accepted (`state`).
    pub fn state(&self) -> Option<&PoolScopeState> {
        self.raw().state.as_ref()
    }
}

view! {
    /// Driver of a pool's accelerators: `status.driver.*` of ListPools.
    Driver(PoolDriverStatus)
}

impl Driver {
    /// Version of the driver (`version`); empty if absent.
    pub fn version(&self) -> &str {
        self.raw().version.as_deref().unwrap_or_default()
    }

    /// State of the driver (`state`).
    pub fn state(&self) -> Option<&DriverState> {
        self.raw().state.as_ref()
    }
}
