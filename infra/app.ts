import { App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { build } from '../build/build.ts'
import { PublicationError } from '../core/publication.ts'
import { PostriderStack } from './stack.ts'

try {
  const publication = await build()
  const app = new App({ analyticsReporting: false })
  new PostriderStack(app, 'Postrider', publication)
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  app.synth()
} catch (error) {
  if (!(error instanceof PublicationError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
