/** Runs before each file of tests is imported, and so before the functions that need the global. */
import { installAwsLambda } from "@lambda4fetch/lambda4fetch/local";

installAwsLambda();
