export { GET } from "../../../greeter";
