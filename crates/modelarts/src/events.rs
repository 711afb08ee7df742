//! ListEvents: what happened to a pool.

use modelarts_api::types::{self, ListEventsResponse};

use crate::{
    EventResource, EventType, Timestamp,
    paging::{Position, paginated},
    request::request,
    view::view,
};

/// Events on a page: the default, and the maximum.
const LARGEST_PAGE: i64 = 500;

request! {
    /// Request for the events of a resource: `GET /v1/{project_id}/events`.
    pub struct ListEvents -> EventList;

    /// Lists the events of a resource, such as the pool with an id, by pages (ListEvents).
    ///
    /// Awaiting it gives one page, of 500 events at most; [`items`](ListEvents::items) goes on to the last. Sites differ in
    /// how they count pages, and the streams follow either. Requires the IAM action `modelarts:pool:get`.
    ///
    /// ```no_run
    /// # async fn example(client: modelarts::Client, pool: &str) -> Result<(), modelarts::Error> {
    /// use modelarts::{EventResource, EventType};
    ///
    /// for event in client.list_events(EventResource::Pools, pool).type_(EventType::Warning).await? {
    ///     println!("{:?} {}: {}", event.last_seen(), event.reason(), event.message());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list_events(resource: value EventResource, name: text String);

    /// Restricts the list to events of this severity (`type`).
    pub fn type_(value EventType);

    /// Restricts the list to events after this timestamp (`since`). No page gives its unit.
    pub fn since(value i64);

    /// Restricts the list to events before this timestamp (`until`). No page gives its unit.
    pub fn until(value i64);

    /// Sorts the list upwards (`ascend`). Documented only for Open Telekom Cloud and the European site.
    pub fn ascend(value bool);

    /// Maximum number of events on a page (`limit`).
    pub fn limit(value i64);

    /// Number of events to skip (`offset`). Documented only for Open Telekom Cloud and the European site.
    pub fn offset(value i64);

    /// Begins with the page of this token (`continue`), which is in `metadata` of the page before.
    pub fn continue_(text String);
}

paginated! {
    ListEvents -> EventList of Event by Token(continue_), Offset(offset);
    |request, page| Position::after_token(page.raw().metadata.as_deref()).or_else(|| {
        Position::after_offset([&request.offset, &request.limit], page.len(), Some(page.raw().total?), LARGEST_PAGE)
    })
}

view! {
    /// A page of events: the response of ListEvents.
    pub struct EventList(ListEventsResponse) = [Event] at items;
}

view! {
    /// Something that happened to a resource: `items[]` of ListEvents.
    pub struct Event(types::Event);

    /// Severity (`type`); empty if absent.
    pub fn event_type(&self) -> &EventType = type_;

    /// Cause in one word (`reason`), such as `PoolStatusChange`; empty if absent.
    pub fn reason(&self) -> &str = reason;

    /// Details for people (`message`); empty if absent.
    pub fn message(&self) -> &str = message;

    pub fn count(&self);

    /// Time of the first occurrence (`firstTimestamp`).
    pub fn first_seen(&self) -> Option<Timestamp> = first_timestamp;

    /// Time of the last occurrence (`lastTimestamp`).
    pub fn last_seen(&self) -> Option<Timestamp> = last_timestamp;
}

impl Event {
    /// Number of occurrences in a row (`count`); 1 if absent.
    pub fn count(&self) -> i64 {
        self.raw().count.unwrap_or(1)
    }
}
