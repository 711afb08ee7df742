// Decodes payloads with the models that OpenAPI Generator wrote, and encodes them again.
import com.fasterxml.jackson.annotation.JsonInclude
import com.fasterxml.jackson.core.JsonProcessingException
import com.fasterxml.jackson.databind.DeserializationFeature
import com.fasterxml.jackson.databind.ObjectMapper
import com.fasterxml.jackson.databind.SerializationFeature
import java.io.File

fun main(arguments: Array<String>) {
    val plain = ObjectMapper()
    // As the generated client sets it up, but without jackson-module-kotlin: every parameter has an annotation with its name.
    val generated = ObjectMapper()
        .findAndRegisterModules()
        .setDefaultPropertyInclusion(JsonInclude.Include.NON_ABSENT)
        .configure(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, false)
        .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
    val results = plain.createArrayNode()
    for (one in plain.readTree(File(arguments[0]))) {
        val model = Class.forName("modelarts.models." + one["schema"].textValue())
        val result = results.addObject()
        try {
            val decoded = generated.readValue(one["body"].toString(), model)
            result.set("encoded", plain.readTree(generated.writeValueAsString(decoded)))
        } catch (error: JsonProcessingException) {
            result.put("error", error.originalMessage)
        }
    }
    plain.writeValue(File(arguments[1]), results)
}
