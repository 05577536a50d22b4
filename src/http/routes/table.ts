/** Every operation of the contract, in the order of the reference. */
import { livezRoute, readyzRoute } from '../health.ts';
import type { Route } from '../route.ts';
import { accessReportRoute } from './access-report.ts';
import { getAuditRoute, listAuditRoute } from './audit.ts';
import { batchRoute } from './batch.ts';
import { createKeyRoute, getKeyRoute, listKeysRoute, revokeKeyRoute, rotateKeyRoute } from './keys.ts';
import { installPackRoute, listPacksRoute } from './packs.ts';
import { changeListRoute, deleteListRoute, getListRoute, listListsRoute, putListRoute } from './lists.ts';
import { createPolicyRoute, deletePolicyRoute, getPolicyRoute, listPoliciesRoute, replacePolicyRoute } from './policies.ts';
import { evaluatePoliciesRoute } from './policy-evaluation.ts';
import { testPolicyRoute, validatePoliciesRoute } from './policy-checks.ts';
import { exportPoliciesRoute, importPoliciesRoute } from './policy-files.ts';
import {
  activatePolicySetRoute,
  archivePolicySetRoute,
  createPolicySetRoute,
  getPolicySetRoute,
  listPolicySetsRoute,
  rollBackPolicySetsRoute,
  shadowPolicySetRoute,
} from './policy-sets.ts';
import { getVersionRoute, listVersionsRoute } from './policy-versions.ts';
import { cancelJobRoute, getJobRoute, listJobsRoute } from './jobs.ts';
import { createReplayRoute } from './replay.ts';
import { signupRoute, verifySignupRoute } from './signup.ts';
import { changeTenantRoute, getTenantRoute } from './tenant.ts';
import { qualityRoute } from './quality.ts';
import { deleteServerRoute, getManifestRoute, listServersRoute, putManifestRoute } from './servers.ts';
import { createSuppressionRoute, deleteSuppressionRoute, getSuppressionRoute, listSuppressionsRoute } from './suppressions.ts';
import { usageRoute } from './usage.ts';
import { validateRoute } from './validate.ts';

export const ROUTES: readonly Route[] = [
  validateRoute,
  batchRoute,
  signupRoute,
  verifySignupRoute,
  getTenantRoute,
  changeTenantRoute,
  usageRoute,
  listKeysRoute,
  createKeyRoute,
  getKeyRoute,
  revokeKeyRoute,
  rotateKeyRoute,
  listPoliciesRoute,
  createPolicyRoute,
  validatePoliciesRoute,
  exportPoliciesRoute,
  importPoliciesRoute,
  accessReportRoute,
  getPolicyRoute,
  replacePolicyRoute,
  deletePolicyRoute,
  listPacksRoute,
  installPackRoute,
  createReplayRoute,
  listJobsRoute,
  getJobRoute,
  cancelJobRoute,
  listVersionsRoute,
  getVersionRoute,
  testPolicyRoute,
  evaluatePoliciesRoute,
  listPolicySetsRoute,
  createPolicySetRoute,
  getPolicySetRoute,
  shadowPolicySetRoute,
  activatePolicySetRoute,
  archivePolicySetRoute,
  rollBackPolicySetsRoute,
  listListsRoute,
  getListRoute,
  putListRoute,
  changeListRoute,
  deleteListRoute,
  listServersRoute,
  deleteServerRoute,
  getManifestRoute,
  putManifestRoute,
  listSuppressionsRoute,
  createSuppressionRoute,
  getSuppressionRoute,
  deleteSuppressionRoute,
  listAuditRoute,
  getAuditRoute,
  qualityRoute,
  livezRoute,
  readyzRoute,
];
