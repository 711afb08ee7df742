//! What a command asks: a region's client, for answers in the form that they are printed in.

use std::ops::Deref;

use bytes::Bytes;
use modelarts::{
    Client, Pages,
    raw::{self, Call, reqwest::Request, types::ErrorBody, wire::Body},
};
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::{
    answer::Answer, clock::Clock, error::CommandError, output::Format, presentation::Presentation, table::Table,
};

/// A client, and the output that its answers are for.
#[derive(Clone, Copy)]
pub(crate) struct Target<'a> {
    pub(crate) client: &'a Client,
    pub(crate) presentation: Presentation<'a>,
}

impl<'a> Target<'a> {
    /// Makes a call, which `prepare` builds for a project. Its response is decoded only for a table.
    pub(crate) async fn ask<C: Call, V: From<C::Response>>(
        self,
        table: impl FnOnce(&V, &Clock) -> Table,
        prepare: impl Fn(&'a raw::Client, &'a str) -> C,
    ) -> Result<Answer, CommandError> {
        let Self { client, presentation } = self;
        if presentation.is_table() {
            let response = client.call(|api, project| prepare(api, project.as_str())).await?;
            let found = response.into_inner().into();
            return Ok(Answer::of_table(table(&found, &Clock::system())));
        }
        let undecoded = client.call(|api, project| Undecoded(prepare(api, project.as_str())));
        Ok(Answer::of_json(undecoded.await?.body_bytes()))
    }

    /// Makes a call for one item: a row of a list for programs, and all its details for people.
    pub(crate) async fn ask_for_one<C: Call, V: From<C::Response>>(
        self,
        rows: fn(&[&V], &Clock) -> Table,
        fields: fn(&V, &Clock) -> Table,
        prepare: impl Fn(&'a raw::Client, &'a str) -> C,
    ) -> Result<Answer, CommandError> {
        let table = |one: &V, clock: &Clock| match self.presentation.format {
            Format::Csv | Format::Name => rows(&[one], clock),
            _ => fields(one, clock),
        };
        self.ask(table, prepare).await
    }

    /// Asks for every page of a list, whose items have this key in JSON.
    pub(crate) async fn ask_for_pages<T, I>(
        self,
        table: fn(&[&I], &Clock) -> Table,
        key: &str,
        mut pages: Pages<T>,
    ) -> Result<Answer, CommandError>
    where
        T: Deref<Target = [I]> + Send + 'static,
    {
        let (mut lists, mut bodies) = (Vec::new(), Vec::new());
        let is_table = self.presentation.is_table();
        while let Some(page) = pages.next().await {
            let page = page?;
            match is_table {
                true => lists.push(page.into_inner()),
                false => bodies.push(page.body_bytes()),
            }
        }
        if !is_table {
            return Ok(Answer::of_json(joined(bodies, key)));
        }
        let items: Vec<&I> = lists.iter().flat_map(|list| list.iter()).collect();
        Ok(Answer::of_table(table(&items, &Clock::system())))
    }
}

/// A call whose response is only checked to be JSON.
struct Undecoded<C>(C);

impl<C: Call> Call for Undecoded<C> {
    const OPERATION: &'static str = C::OPERATION;
    type Response = IgnoredAny;

    fn request(self) -> Result<Request, raw::Error<ErrorBody>> {
        self.0.request()
    }

    fn decode(body: impl Into<Body>) -> serde_json::Result<IgnoredAny> {
        serde_json::from_str(body.into().json())
    }
}

/// One page as received; of several, the last with the items of all.
fn joined(mut pages: Vec<Bytes>, key: &str) -> Bytes {
    if pages.len() < 2 {
        return pages.pop().unwrap_or_default();
    }
    let (mut last, mut all) = (Value::Null, Vec::new());
    for page in pages {
        last = serde_json::from_slice(&page).unwrap_or_default();
        if let Some(Value::Array(items)) = last.get_mut(key).map(Value::take) {
            all.extend(items);
        }
    }
    if let Some(list) = last.as_object_mut() {
        list.insert(key.to_owned(), all.into());
    }
    last.to_string().into()
}
