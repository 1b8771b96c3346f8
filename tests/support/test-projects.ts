/** Tests of plain functions, and of parts with their own servers. They build nothing. Their files share a worker. */
export const functions = [
  'tests/{aws,bench,browser,build,grants}/**/*.test.ts',
  'tests/docs.test.ts',
  'tests/core/*.test.ts',
  'tests/core/{text,html,reading,articles,mail,schedules,deliveries,feedback,deployment,diagnosis,events}/**/*.test.ts',
  'tests/core/{audience,monitoring,permission}/**/*.test.ts',
  'packages/cdk-loopback/tests/{dynamodb,endpoint,faults,host,iam,queues,s3,schedules,ses,site,template}/**/*.test.ts',
  'packages/cdk-loopback/tests/{cloudwatch,deliveries,events,logs,tasks}/**/*.test.ts',
  'packages/schedule-expressions/tests/**/*.test.ts',
]

/** Tests of functions and Lambdas that use compiled templates or locales. Their files also share a worker. */
export const renderers = [
  'tests/{cli,console,operations,infra,lambdas}/**/*.test.ts',
  'tests/build/{import-template,lambdas}.test.ts', // CDK, which the tests of infra/ also load, takes seconds to load
  'tests/core/{feeds,pages,issues,subscribers,welcome}/**/*.test.ts',
  'tests/core/{text/locales,monitoring/removed-digests,permission/write-permission-mail}.test.ts',
  'tests/core/deliveries/{choose-recipient,delivery-time,write-mail}.test.ts',
  'tests/core/schedules/plan-run.test.ts',
  'tests/core/mail/frame.test.ts',
  'tests/aws/issues/read-pending.test.ts',
]
