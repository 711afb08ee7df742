import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;

public class Vectors {
  public static void main(String[] arguments) throws Exception {
    var mapper = new ObjectMapper();
    var signed = new ArrayList<String>();
    for (var it : mapper.readTree(System.in)) {
      var query = Arrays.asList(mapper.convertValue(it.get("query"), String[][].class));
      var headers = new LinkedHashMap<String, String>();
      it.get("headers").fields().forEachRemaining(header -> headers.put(header.getKey(), header.getValue().asText()));
      signed.add(Sign.authorization(it.get("access_key").asText(), it.get("secret_key").asText(), it.get("method").asText(),
          it.get("path").asText(), query, headers, it.get("body").asText()));
    }
    System.out.println(mapper.writeValueAsString(signed));
  }
}
