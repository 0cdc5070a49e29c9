export { GET } from "../../../greeter";

export const runtime = "edge";
