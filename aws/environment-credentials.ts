// Lambdas are bundled with this in place of the SDK's chain of credential providers (build/slim-bundle.ts).
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env'
