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
    /// What the service did not send is an empty text, an empty list, or `None`.
    Pool(PoolModel)
}

impl Pool {
    /// The pool's id (`metadata.name`), which the service chose.
    #[must_use]
    pub fn id(&self) -> &str {
        self.metadata()
            .and_then(|metadata| metadata.name.as_deref())
            .unwrap_or_default()
    }

    /// The name that people gave the pool (label `os.modelarts/name`), or else its id.
    #[must_use]
    pub fn display_name(&self) -> &str {
        self.label("os.modelarts/name").unwrap_or_else(|| self.id())
    }

    /// What people wrote about the pool (annotation `os.modelarts/description`).
    #[must_use]
    pub fn description(&self) -> &str {
        self.annotation("os.modelarts/description").unwrap_or_default()
    }

    /// The workspace that the pool is in (label `os.modelarts/workspace.id`). The default workspace is `0`.
    #[must_use]
    pub fn workspace_id(&self) -> Option<&str> {
        self.label("os.modelarts/workspace.id")
    }

    /// When the pool was created (`metadata.creationTimestamp`).
    #[must_use]
    pub fn created_at(&self) -> Option<Timestamp> {
        Timestamp::from_rfc3339(self.metadata()?.creation_timestamp.as_deref()?)
    }

    /// A label by its key (`metadata.labels`), documented or not.
    #[must_use]
    pub fn label(&self, key: &str) -> Option<&str> {
        self.metadata()?.labels.as_ref()?.get(key)
    }

    /// Every label that is a text.
    pub fn labels(&self) -> impl Iterator<Item = (&str, &str)> {
        let labels = self.metadata().and_then(|metadata| metadata.labels.as_ref());
        labels.into_iter().flat_map(|labels| labels.iter())
    }

    /// An annotation by its key (`metadata.annotations`), documented or not.
    #[must_use]
    pub fn annotation(&self, key: &str) -> Option<&str> {
        self.metadata()?.annotations.as_ref()?.get(key)
    }

    /// Every annotation that is a text.
    pub fn annotations(&self) -> impl Iterator<Item = (&str, &str)> {
        let annotations = self.metadata().and_then(|metadata| metadata.annotations.as_ref());
        annotations.into_iter().flat_map(|annotations| annotations.iter())
    }

    /// How the pool is paid for (annotation `os.modelarts/billing.mode`).
    #[must_use]
    pub fn billing_mode(&self) -> Option<&BillingMode> {
        self.metadata()?
            .annotations
            .as_ref()?
            .os_modelarts_billing_mode
            .as_ref()
    }

    /// Whether the pool has nodes of its own or shares those of another (`spec.type`).
    #[must_use]
    pub fn pool_type(&self) -> Option<&PoolType> {
        self.spec()?.type_.as_ref()
    }

    /// The kinds of job that the pool is for (`spec.scope`).
    #[must_use]
    pub fn job_types(&self) -> &[JobType] {
        self.spec().and_then(|spec| spec.scope.as_deref()).unwrap_or_default()
    }

    /// The nodes that were asked for (`spec.resources`).
    pub fn requested(&self) -> impl ExactSizeIterator<Item = &FlavorRequest> {
        let requested = self
            .spec()
            .and_then(|spec| spec.resources.as_deref())
            .unwrap_or_default();
        requested.iter().map(FlavorRequest::ref_cast)
    }

    /// The network of the pool (`spec.network.name`).
    #[must_use]
    pub fn network_id(&self) -> Option<&str> {
        self.spec()?.network.as_ref()?.name.as_deref()
    }

    /// What the pool is barred from (`spec.controlMode`).
    #[must_use]
    pub fn restrictions(&self) -> Restrictions {
        Restrictions::from_bits(self.spec().and_then(|spec| spec.control_mode).unwrap_or_default())
    }

    /// Where the pool is in its life (`status.phase`). The service has been seen to leave it out.
    #[must_use]
    pub fn phase(&self) -> Option<&PoolPhase> {
        self.status()?.phase.as_ref()
    }

    /// What the service says about the state of the pool (`status.message`).
    #[must_use]
    pub fn message(&self) -> &str {
        self.status()
            .and_then(|status| status.message.as_deref())
            .unwrap_or_default()
    }

    /// Nodes that are being created (`status.resources.creating`).
    pub fn creating(&self) -> impl ExactSizeIterator<Item = &FlavorCount> {
        self.nodes(|resources| resources.creating.as_ref())
    }

    /// Nodes that can be used (`status.resources.available`).
    pub fn available(&self) -> impl ExactSizeIterator<Item = &FlavorCount> {
        self.nodes(|resources| resources.available.as_ref())
    }

    /// Nodes that are out of order (`status.resources.abnormal`).
    pub fn abnormal(&self) -> impl ExactSizeIterator<Item = &FlavorCount> {
        self.nodes(|resources| resources.abnormal.as_ref())
    }

    /// Nodes that are being deleted (`status.resources.deleting`).
    pub fn deleting(&self) -> impl ExactSizeIterator<Item = &FlavorCount> {
        self.nodes(|resources| resources.deleting.as_ref())
    }

    /// Nodes whose creation failed (`status.resources.creationFailed`). No page has it; Terraform's provider reads it.
    pub fn creation_failed(&self) -> impl ExactSizeIterator<Item = &FlavorCount> {
        self.nodes(|resources| resources.creation_failed.as_ref())
    }

    /// Which kinds of job the pool accepts at the moment (`status.scope`).
    pub fn job_type_states(&self) -> impl ExactSizeIterator<Item = &JobTypeState> {
        let scope = self
            .status()
            .and_then(|status| status.scope.as_deref())
            .unwrap_or_default();
        scope.iter().map(JobTypeState::ref_cast)
    }

    /// The driver of the GPUs (`status.driver.gpu`).
    #[must_use]
    pub fn gpu_driver(&self) -> Option<&Driver> {
        self.status()?.driver.as_ref()?.gpu.as_deref().map(Driver::ref_cast)
    }

    /// The driver of the NPUs (`status.driver.npu`).
    #[must_use]
    pub fn npu_driver(&self) -> Option<&Driver> {
        self.status()?.driver.as_ref()?.npu.as_deref().map(Driver::ref_cast)
    }

    /// The pool that this one is part of (`status.parent`); a physical pool has none.
    #[must_use]
    pub fn parent(&self) -> Option<&str> {
        self.status()?.parent.as_deref().filter(|parent| !parent.is_empty())
    }

    /// The physical pool under this one (`status.root`), itself where it is physical.
    #[must_use]
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

    fn nodes<'a>(
        &'a self,
        of: impl FnOnce(&'a PoolStatusResources) -> Option<&'a OneOrMany<PoolResourceFlavorCount>>,
    ) -> impl ExactSizeIterator<Item = &'a FlavorCount> {
        let nodes = self.status().and_then(|status| of(status.resources.as_ref()?));
        nodes
            .map(OneOrMany::as_slice)
            .unwrap_or_default()
            .iter()
            .map(FlavorCount::ref_cast)
    }
}

view! {
    /// Whether a pool accepts one kind of job: `status.scope[]` of ListPools.
    JobTypeState(PoolStatusScope)
}

impl JobTypeState {
    /// The kind of job (`scopeType`).
    #[must_use]
    pub fn job_type(&self) -> Option<&JobType> {
        self.raw().scope_type.as_ref()
    }

    /// Whether it is accepted (`state`).
    #[must_use]
    pub fn state(&self) -> Option<&PoolScopeState> {
        self.raw().state.as_ref()
    }
}

view! {
    /// The driver of a pool's accelerators: `status.driver.*` of ListPools.
    Driver(PoolDriverStatus)
}

impl Driver {
    /// Its version (`version`); empty where it is absent.
    #[must_use]
    pub fn version(&self) -> &str {
        self.raw().version.as_deref().unwrap_or_default()
    }

    /// Its state (`state`).
    #[must_use]
    pub fn state(&self) -> Option<&DriverState> {
        self.raw().state.as_ref()
    }
}
