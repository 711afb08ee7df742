# Decodes payloads with the client that OpenAPI Generator wrote, and encodes them again.
require 'json'
require 'time'
require 'openapi_client'

# Everything that is loaded on demand.
OpenapiClient.constants.each { |name| OpenapiClient.const_get(name) }
# A time would be written as Ruby prints it.
class Time
  def to_json(*) = JSON.generate(iso8601(9))
end

results = JSON.parse(File.read(ARGV[0])).map do |one|
  model = OpenapiClient.const_get(one['schema'])
  # As a response is decoded: into the type that its operation names.
  decoded = OpenapiClient::ApiClient.new.convert_to_type(JSON.parse(JSON.generate(one['body']), symbolize_names: true), model.name.split('::').last)
  { encoded: decoded.to_hash }
rescue StandardError => e
  { error: "#{e.class}: #{e.message}" }
end
File.write(ARGV[1], JSON.generate(results))
