// Decodes payloads with the models that OpenAPI Generator wrote, and encodes them again.
using System;
using System.IO;
using System.Linq;
using System.Reflection;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

public static class Decode
{
    // As the generated client sets them; the cases themselves must keep their times as they are spelled.
    static readonly JsonSerializerSettings Generated = new JsonSerializerSettings
    {
        ConstructorHandling = ConstructorHandling.AllowNonPublicDefaultConstructor,
    };
    static readonly JsonSerializerSettings Plain = new JsonSerializerSettings { DateParseHandling = DateParseHandling.None };

    public static void Main(string[] arguments)
    {
        var cases = JsonConvert.DeserializeObject<JArray>(File.ReadAllText(arguments[0]), Plain);
        File.WriteAllText(arguments[1], new JArray(cases.Select(Result)).ToString());
    }

    static JObject Result(JToken one)
    {
        var model = Assembly.GetExecutingAssembly().GetType("ModelArts.Model." + one["schema"], true);
        try
        {
            var decoded = JsonConvert.DeserializeObject(one["body"].ToString(), model, Generated);
            var encoded = JsonConvert.SerializeObject(decoded, Generated);
            return new JObject { { "encoded", JsonConvert.DeserializeObject<JToken>(encoded, Plain) } };
        }
        catch (JsonException error)
        {
            return new JObject { { "error", error.Message } };
        }
    }
}
