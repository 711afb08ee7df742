//! Slips in where things come from, and in the marks that xtask acts on.

use super::{Case, case};

const OPERATION_SOURCES: &str = "      x-source:\n        - eu-2025\n        - otc-2024-06\n        - otc-2025-05\n";

pub(super) const CASES: &[Case] = &[
    case("provenance", "os-quotas.yaml", OPERATION_SOURCES, "", "get:"),
    case(
        "provenance",
        "os-quotas.yaml",
        OPERATION_SOURCES,
        "      x-source: []\n",
        "x-source: []",
    ),
    case(
        "provenance",
        "os-quotas.yaml",
        OPERATION_SOURCES,
        "      x-source: eu-2025\n",
        "x-source: eu-2025",
    ),
    case(
        "provenance",
        "os-quotas.yaml",
        OPERATION_SOURCES,
        "      x-source:\n        - eu-1999\n",
        "x-source:",
    ),
    case(
        "provenance",
        "pools.yaml",
        "    UserTag:\n      type: object\n      description: A resource tag.\n      properties:\n        key:\n          type: string\n",
        "    UserTag:\n      type: object\n      description: A resource tag.\n      properties:\n        key:\n          type: string\n          x-source: []\n",
        "x-source: []",
    ),
    // A property called `value` is no payload.
    case(
        "provenance",
        "pools.yaml",
        "        value:\n          type: string\n",
        "        value:\n          type: string\n          x-source:\n            - eu-1999\n",
        "x-source:",
    ),
    case(
        "provenance",
        "os-quotas.yaml",
        "        VPC:\n          - intl-2025-11\n",
        "        VPC:\n          - eu-1999\n",
        "VPC:",
    ),
    case(
        "provenance",
        "os-quotas.yaml",
        "          says: There is no example of a request.\n",
        "",
        "- pages:",
    ),
    case(
        "provenance",
        "os-quotas.yaml",
        "          truth: The request is the path alone.\n",
        "          truth: ''\n",
        "- pages:",
    ),
    case(
        "provenance",
        "os-quotas.yaml",
        "          why: The European edition shows it.\n",
        "",
        "- pages:",
    ),
    case(
        "provenance",
        "os-quotas.yaml",
        "        - pages:\n            - otc-2024-06\n            - otc-2025-05\n          says: There is no example",
        "        - pages:\n            - otc-1999\n          says: There is no example",
        "- pages:",
    ),
    case(
        "provenance",
        "pool-statistics.yaml",
        "          x-doc-deviation:\n            - pages:\n                - otc-2025-07\n",
        "          x-doc-deviation: []\n          x-deviation:\n            - pages:\n                - otc-2025-07\n",
        "x-doc-deviation: []",
    ),
    // Marks.
    case(
        "misplaced-mark",
        "pools.yaml",
        "x-tolerates: single-element",
        "x-tolerates: anything",
        "x-tolerates: anything",
    ),
    case(
        "misplaced-mark",
        "pools.yaml",
        "          x-other-spellings:\n            os.modelarts.pool/scope.external.dependency.train:\n",
        "          x-tolerates: single-element\n          x-other-spellings:\n            os.modelarts.pool/scope.external.dependency.train:\n",
        "x-tolerates: single-element",
    ),
    case(
        "misplaced-mark",
        "pools.yaml",
        "          description: Name of a job flavor.\n",
        "          description: Name of a job flavor.\n          x-tolerates: single-element\n",
        "x-tolerates: single-element",
    ),
    // The reader of a single element knows objects alone.
    case(
        "misplaced-mark",
        "pools.yaml",
        "            $ref: '#/components/schemas/JobType'\n",
        "            $ref: '#/components/schemas/JobType'\n          x-tolerates: single-element\n",
        "x-tolerates: single-element",
    ),
    case(
        "misplaced-mark",
        "pools.yaml",
        "      x-open-map: true\n",
        "      x-open-map: false\n",
        "x-open-map: false",
    ),
    case(
        "misplaced-mark",
        "pools.yaml",
        "      description: Who created a pool.\n",
        "      description: Who created a pool.\n      x-open-map: true\n",
        "x-open-map: true",
    ),
    case(
        "misplaced-mark",
        "pools.yaml",
        "            os.modelarts.pool/scope.external.dependency.train:\n",
        "            os.modelarts.pool/scope.external.dependency.training:\n",
        "os.modelarts.pool/scope.external.dependency.training:",
    ),
    case(
        "misplaced-mark",
        "pools.yaml",
        "      description: Who created a pool.\n",
        "      description: Who created a pool.\n      x-other-spellings:\n        poolcreatefrom:\n          - sdk-3.1.205\n",
        "x-other-spellings:",
    ),
    case(
        "provenance",
        "pools.yaml",
        "            os.modelarts.pool/scope.external.dependency.train:\n              - sdk-3.1.205\n",
        "            os.modelarts.pool/scope.external.dependency.train:\n              - sdk-3.1\n",
        "os.modelarts.pool/scope.external.dependency.train:",
    ),
];
