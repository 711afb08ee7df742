import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.huaweicloud.sdk.core.exception.SdkErrorMessage;
import com.huaweicloud.sdk.core.exception.SdkException;
import com.huaweicloud.sdk.core.http.HttpResponse;
import com.huaweicloud.sdk.core.utils.ExceptionUtils;
import com.huaweicloud.sdk.core.utils.JsonUtils;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Proxy;

/**
 * Decodes payloads with the official Java SDK, and encodes them again: {@code Losses PAYLOADS RESULTS}.
 *
 * <p>Payloads are what {@code losses.py} prints, and results have the same form. The SDK decodes a response by {@code
 * JsonUtils} and an error by {@code ExceptionUtils}, so this does what its client does after a call.
 */
public final class Losses {
  private static final ObjectMapper PLAIN = new ObjectMapper();
  private static final String MODELS = "com.huaweicloud.sdk.modelarts.v1.model.";

  private Losses() {}

  public static void main(String[] arguments) throws IOException, ClassNotFoundException {
    ArrayNode results = PLAIN.createArrayNode();
    for (JsonNode payload : PLAIN.readTree(new File(arguments[0]))) {
      ObjectNode result = results.addObject().setAll((ObjectNode) payload);
      result.remove("kept");
      result.remove("error");
      int status = payload.get("status").intValue();
      try {
        result.set("kept", status == 200 ? response(payload) : failure(payload));
      } catch (SdkException error) {
        result.put("error", reason(error.getCause()));
      }
    }
    PLAIN.writeValue(new File(arguments[1]), results);
  }

  private static JsonNode response(JsonNode payload) throws IOException, ClassNotFoundException {
    Class<?> model = Class.forName(MODELS + payload.get("operation").textValue() + "Response");
    Object response = JsonUtils.toObjectIgnoreUnknown(payload.get("sent").toString(), model);
    return PLAIN.readTree(JsonUtils.toJSON(response));
  }

  private static JsonNode failure(JsonNode payload) {
    Object[] answer = {payload.get("status").intValue(), payload.get("sent").toString()};
    Class<?>[] interfaces = {HttpResponse.class};
    HttpResponse response =
        (HttpResponse)
            Proxy.newProxyInstance(
                Losses.class.getClassLoader(),
                interfaces,
                (proxy, method, parameters) ->
                    switch (method.getName()) {
                      case "getStatusCode" -> answer[0];
                      case "getBodyAsString" -> answer[1];
                      default -> null;
                    });
    SdkErrorMessage message = ExceptionUtils.extractErrorMessage(response);
    return PLAIN
        .createObjectNode()
        .put("error_code", message.getErrorCode())
        .put("error_msg", message.getErrorMsg())
        .put("encoded_authorization_message", message.getEncodedAuthorizationMessage())
        // It is in a header as well, where the SDK reads it.
        .set("request_id", payload.get("sent").get("request_id"));
  }

  /** Where and why a payload could not be decoded. */
  private static String reason(Throwable cause) {
    StringBuilder place = new StringBuilder();
    if (cause instanceof JsonMappingException) {
      for (JsonMappingException.Reference step : ((JsonMappingException) cause).getPath()) {
        place.append(step.getFieldName() == null ? "[]" : "." + step.getFieldName());
      }
    }
    String message =
        cause instanceof JsonProcessingException
            ? ((JsonProcessingException) cause).getOriginalMessage()
            : String.valueOf(cause);
    return "`" + place.toString().replaceFirst("^\\.", "") + "`: " + message.replace(MODELS, "");
  }
}
