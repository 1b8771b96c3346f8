import type { FunctionPlan } from '../template/stack-plan.ts'

/** What a function finds in `process.env`: its own variables and Lambda's, nothing of the host but PATH. */
export function environmentOf(
  plan: FunctionPlan,
  { awsUrl, region }: { readonly awsUrl: string; readonly region: string },
): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    TZ: 'UTC',
    LANG: 'en_US.UTF-8',
    ...plan.environment,
    _HANDLER: plan.handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: plan.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(plan.memory),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${plan.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LAMBDA_TASK_ROOT: plan.codeFolder,
    AWS_ENDPOINT_URL: awsUrl,
    // The embedded servers know the caller by its access key, and allow what the function's role allows.
    AWS_ACCESS_KEY_ID: plan.logicalId,
    AWS_SECRET_ACCESS_KEY: 'local',
  }
}
