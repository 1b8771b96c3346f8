import { openDynamo } from '../../src/dynamodb/dynamodb-service.ts'
import { startAwsEndpoint } from '../../src/endpoint/aws-endpoint.ts'
import { identities } from '../operator.ts'

const [folder = ''] = process.argv.slice(2)
const { url } = await startAwsEndpoint({ dynamodb: openDynamo({ folder }) }, { identities })
console.log(url)
