<?php
// Decodes payloads with the client that OpenAPI Generator wrote, and encodes them again: php decode.php LIB CASES RESULTS
[, $lib, $cases, $results] = $argv;
spl_autoload_register(function (string $class) use ($lib) {
    $file = $lib . '/' . str_replace(['OpenAPI\\Client\\', '\\'], ['', '/'], $class) . '.php';
    if (is_file($file)) {
        require $file;
    }
});
foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator($lib, FilesystemIterator::SKIP_DOTS)) as $file) {
    require_once $file;
}
// PHP has one empty array, which would be written as a list where the model says map.
function with_maps(mixed $value): void {
    if ($value instanceof OpenAPI\Client\Model\ModelInterface) {
        foreach ($value::openAPITypes() as $name => $type) {
            $inner = $value[$name];
            if ($inner === [] && str_starts_with($type, 'array<string,')) {
                $value[$name] = new stdClass();
            }
            with_maps($inner);
        }
    } elseif (is_array($value)) {
        array_walk($value, fn($inner) => with_maps($inner));
    }
}
$decoded = array_map(function (object $one): array {
    try {
        $model = OpenAPI\Client\ObjectSerializer::deserialize($one->body, 'OpenAPI\\Client\\Model\\' . $one->schema);
        with_maps($model);
        return ['encoded' => OpenAPI\Client\ObjectSerializer::sanitizeForSerialization($model)];
    } catch (Throwable $error) {
        return ['error' => get_class($error) . ': ' . $error->getMessage()];
    }
}, json_decode(file_get_contents($cases)));
file_put_contents($results, json_encode($decoded, JSON_PRESERVE_ZERO_FRACTION | JSON_THROW_ON_ERROR));
