// A page that calls one function.
import { invokeJson } from "@lambda4fetch/lambda4fetch";

const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const config = { region: "eu-central-1", credentials };
document.onclick = async () => {
  document.body.textContent = await invokeJson(config, {
    FunctionName: "greet",
    Payload: { name: "Ada" },
  });
};
