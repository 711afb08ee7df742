//! What every request of an operation has in common.

/// Declares the request of an operation, for the client with async and for the one without.
///
/// ```text
/// request! {
///     /// Documentation of the request.
///     pub struct ListPools -> PoolList;
///
///     /// Documentation of the call.
///     pub fn list_pools();
///
///     /// Documentation of a parameter that may be left out.
///     pub fn status(value PoolStatusFilter);
/// }
/// ```
///
/// The request is named as the operation is. It ends in a view of what the generated client reads. The call and its
/// parameters are named as those of the generated client, which has them from the specs; a parameter that cannot be
/// left out stands in the brackets of the call, as `workspace_id: id WorkspaceId`. There are three kinds:
///
/// | kind | what is handed in |
/// |---|---|
/// | `id WorkspaceId` | an identifier, or text that is checked to be one |
/// | `text String` | any text |
/// | `value PoolStatusFilter` | a value of that type |
macro_rules! request {
    (
        $(#[$of_request:meta])*
        pub struct $request:ident -> $view:ident;

        $(#[$of_call:meta])*
        pub fn $call:ident($($needed:ident: $needed_kind:ident $needed_type:ty),*);

        $(
            $(#[$of_option:meta])*
            pub fn $option:ident($option_kind:ident $option_type:ty);
        )*
    ) => {
        $(#[$of_request])*
        #[derive(Clone, Debug)]
        #[must_use = "a request is sent when it is awaited"]
        pub struct $request {
            client: $crate::Client,
            $($needed: Result<$needed_type, $crate::InvalidIdentifier>,)*
            $($option: Option<Result<$option_type, $crate::InvalidIdentifier>>,)*
        }

        impl $crate::Client {
            $(#[$of_call])*
            ///
            /// # Errors
            ///
            /// See [`Error`](crate::Error).
            pub fn $call(&self, $($needed: $crate::request::argument!($needed_kind $needed_type)),*) -> $request {
                $request {
                    client: self.clone(),
                    $($needed: $crate::request::read!($needed_kind $needed),)*
                    $($option: None,)*
                }
            }
        }

        impl $request {
            $(
                $(#[$of_option])*
                pub fn $option(mut self, $option: $crate::request::argument!($option_kind $option_type)) -> Self {
                    self.$option = Some($crate::request::read!($option_kind $option));
                    self
                }
            )*
        }

        impl std::future::IntoFuture for $request {
            type Output = <Self::IntoFuture as Future>::Output;
            type IntoFuture = $crate::ResponseFuture<$view>;

            fn into_future(self) -> Self::IntoFuture {
                const OPERATION: &str = stringify!($request);
                Box::pin(async move {
                    $(let $needed = $crate::Client::valid(OPERATION, self.$needed)?;)*
                    $(let $option = $crate::Client::valid(OPERATION, self.$option.transpose())?;)*
                    // An attempt takes what it sends, and others may follow.
                    let call = self.client.call(OPERATION, |raw, project_id| {
                        $(let $needed = Clone::clone(&$needed);)*
                        $(let $option = Clone::clone(&$option);)*
                        let request = raw.$call().project_id(project_id.as_str())$(.$needed($needed))*;
                        $(
                            let request = match $option {
                                Some($option) => request.$option($option),
                                None => request,
                            };
                        )*
                        request
                    });
                    Ok(call.await?.map($view::from))
                })
            }
        }

        #[cfg(feature = "blocking")]
        impl $crate::blocking::Client {
            #[doc = concat!("See [`modelarts::Client::", stringify!($call), "`](crate::Client::", stringify!($call), ").")]
            pub fn $call(
                &self,
                $($needed: $crate::request::argument!($needed_kind $needed_type)),*
            ) -> $crate::blocking::Request<$request> {
                self.request(self.as_async().$call($($needed),*))
            }
        }

        #[cfg(feature = "blocking")]
        impl $crate::blocking::Request<$request> {
            $(
                #[doc = concat!(
                    "See [`", stringify!($request), "::", stringify!($option), "`]",
                    "(crate::", stringify!($request), "::", stringify!($option), ").",
                )]
                pub fn $option(self, $option: $crate::request::argument!($option_kind $option_type)) -> Self {
                    self.map(|request| request.$option($option))
                }
            )*
        }
    };
}

/// The type of what is handed in for a parameter.
macro_rules! argument {
    (id $id:ty) => { impl TryInto<$id, Error: Into<$crate::InvalidIdentifier>> };
    (text $text:ty) => { impl Into<$text> };
    (value $value:ty) => { $value };
}

/// What a request keeps of it. Of an identifier that cannot be one it keeps why, until it is to be sent.
macro_rules! read {
    (id $argument:ident) => {
        $argument.try_into().map_err(Into::into)
    };
    (text $argument:ident) => {
        Ok($argument.into())
    };
    (value $argument:ident) => {
        Ok($argument)
    };
}

pub(crate) use {argument, read, request};
