//! Enumerations that keep values not listed in the specs.

/// Declares an enumeration of strings that the service may extend; `open_enums.rs` has one for each `x-extensible-enum`.
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $value:literal,)+ }
    ) => {
        $(#[$meta])*
        ///
        /// Values that are not listed decode as `Unknown`, and encode as they came.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
            /// A value that is not listed. `from` never puts a listed one here.
            Unknown($crate::wire::Text),
        }

        impl $name {
            /// Every listed value, as in JSON.
            pub const VALUES: &'static [&'static str] = &[$($value),+];

            /// Returns the value as in JSON.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)+
                    Self::Unknown(value) => value,
                }
            }

            /// Returns whether the value is listed.
            #[must_use]
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::Unknown(_))
            }
        }

        /// The unlisted value with an empty text, for one that is absent.
        impl ::std::default::Default for &$name {
            fn default() -> Self {
                static EMPTY: $name = $name::Unknown($crate::wire::Text::new());
                &EMPTY
            }
        }

        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                let mut from = Self::Unknown($crate::wire::Text::new());
                if let Some(text) = $crate::wire::Word::set(&mut from, value) {
                    *text = value.into();
                }
                from
            }
        }

        impl $crate::wire::Word for $name {
            fn set(&mut self, text: &str) -> Option<&mut $crate::wire::Text> {
                *self = match text {
                    $($value => Self::$variant,)+
                    _ => Self::Unknown($crate::wire::Text::new()),
                };
                match self {
                    Self::Unknown(text) => Some(text),
                    _ => None,
                }
            }
        }

        impl From<::std::string::String> for $name {
            fn from(value: ::std::string::String) -> Self {
                value.as_str().into()
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(value: &str) -> Result<Self, Self::Err> {
                Ok(value.into())
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        $crate::wire::impl_decode! { $name: Word from Self::Unknown($crate::wire::Text::new()); }
        $crate::wire::impl_deserialize!($name);

        #[cfg(feature = "schemars")]
        impl ::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                ::schemars::json_schema!({ "type": "string", "x-extensible-enum": Self::VALUES })
            }
        }
    };
}

pub(crate) use open_enum;
