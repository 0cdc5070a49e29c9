// What the program of the package is told to serve.
export const greet = ({ name = "world" }) => ({ greeting: `Hello, ${name}` });
