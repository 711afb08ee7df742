import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import modelarts.ApiClient;

/** Decodes payloads with the client that OpenAPI Generator wrote, and encodes them again. */
public final class Decode {
  private Decode() {}

  public static void main(String[] arguments) throws IOException, ClassNotFoundException {
    ObjectMapper plain = new ObjectMapper();
    ObjectMapper generated = ApiClient.createDefaultObjectMapper();
    ArrayNode results = plain.createArrayNode();
    for (JsonNode one : plain.readTree(new File(arguments[0]))) {
      Class<?> model = Class.forName("modelarts.model." + one.get("schema").textValue());
      ObjectNode result = results.addObject();
      try {
        Object decoded = generated.readValue(one.get("body").toString(), model);
        result.set("encoded", plain.readTree(generated.writeValueAsString(decoded)));
      } catch (JsonProcessingException error) {
        result.put("error", error.getOriginalMessage());
      }
    }
    plain.writeValue(new File(arguments[1]), results);
  }
}
