//! All pools: in every status, of several workspaces.

use std::pin::Pin;

use futures_util::future::join_all;

use super::Pool;
use crate::{Client, Error, InvalidIdentifier, PoolStatusFilter, WorkspaceId, request::valid};

/// Request for all pools of some workspaces, made by [`Client::list_all_pools`].
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct ListAllPools {
    client: Client,
    workspaces: Result<Vec<WorkspaceId>, InvalidIdentifier>,
}

/// Pools of several workspaces, and the workspaces whose pools could not be listed.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct AllPools {
    /// Pools, each once, in the order of the workspaces.
    pub pools: Vec<Pool>,
    /// Workspaces of which some pools may be missing, each with the error.
    pub failures: Vec<(WorkspaceId, Error)>,
}

impl AllPools {
    /// Returns the pools if no workspace failed, or else the first error.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub fn complete(self) -> Result<Vec<Pool>, Error> {
        match self.failures.into_iter().next() {
            Some((_, error)) => Err(error),
            None => Ok(self.pools),
        }
    }
}

impl Client {
    /// Lists the pools of these workspaces in every status: those that exist, are being created, or failed.
    ///
    /// The service lists one workspace at a time and its failed pools apart, so this calls ListPools twice for each
    /// workspace, and for all workspaces concurrently. A failure in one does not cost the pools of the others. The default
    /// workspace is `0`; [`list_workspace`](Self::list_workspace) lists them.
    ///
    /// ```no_run
    /// # async fn example(client: modelarts::Client) -> Result<(), modelarts::Error> {
    /// let all = client.list_all_pools(["0", "0123456789abcdef0123456789abcdef"]).await?;
    /// for pool in &all.pools {
    ///     println!("{} is {}", pool.display_name(), pool.phase());
    /// }
    /// for (workspace, error) in &all.failures {
    ///     eprintln!("workspace {workspace}: {error}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The first error, if every workspace failed, or if an id is invalid; see [`Error`].
    pub fn list_all_pools<W>(&self, workspaces: impl IntoIterator<Item = W>) -> ListAllPools
    where
        W: TryInto<WorkspaceId, Error: Into<InvalidIdentifier>>,
    {
        let workspaces = workspaces.into_iter();
        ListAllPools {
            client: self.clone(),
            workspaces: workspaces.map(|id| id.try_into().map_err(Into::into)).collect(),
        }
    }
}

#[cfg(feature = "blocking")]
impl crate::blocking::Client {
    /// Blocking [`modelarts::Client::list_all_pools`](crate::Client::list_all_pools).
    pub fn list_all_pools<W>(&self, workspaces: impl IntoIterator<Item = W>) -> crate::blocking::Request<ListAllPools>
    where
        W: TryInto<WorkspaceId, Error: Into<InvalidIdentifier>>,
    {
        self.request_of(self.as_async().list_all_pools(workspaces))
    }
}

impl IntoFuture for ListAllPools {
    type Output = Result<AllPools, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let workspaces = valid("ListPools", self.workspaces)?;
            let lists = join_all(workspaces.iter().map(|id| list(&self.client, id))).await;
            let mut all = AllPools::default();
            let mut answered = workspaces.is_empty();
            for (id, (pools, error)) in workspaces.into_iter().zip(lists) {
                answered |= pools.is_some();
                all.pools.extend(pools.unwrap_or_default());
                all.failures.extend(error.map(|error| (id, error)));
            }
            match all.failures.first() {
                Some((_, error)) if !answered => Err(error.clone()),
                _ => Ok(all),
            }
        })
    }
}

/// Pools of a workspace as far as they could be listed, and what failed.
async fn list(client: &Client, id: &WorkspaceId) -> (Option<Vec<Pool>>, Option<Error>) {
    let existing = match client.list_pools().workspace_id(id).await {
        Ok(existing) => existing,
        Err(error) => return (None, Some(error)),
    };
    let mut pools: Vec<Pool> = existing.into_iter().collect();
    // They are listed second, so that a pool that fails in between is seen twice rather than not at all.
    match client
        .list_pools()
        .workspace_id(id)
        .status(PoolStatusFilter::Failed)
        .await
    {
        Ok(failed) => {
            for pool in failed {
                match pools.iter_mut().find(|known| known.id() == pool.id()) {
                    Some(known) => *known = pool,
                    None => pools.push(pool),
                }
            }
            (Some(pools), None)
        }
        Err(error) => (Some(pools), Some(error)),
    }
}
