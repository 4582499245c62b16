// SPDX-License-Identifier: Apache-2.0
import { readPageBrand, readPageData } from '../dom/page_data';

const data = readPageData();

export const viewer = data.viewer;
export const brand = readPageBrand();

/** Auditors may look, and change nothing. The server decides; this only leaves out what it would refuse. */
export const seesPlatform = viewer.platformRole !== '';
export const mayManage = viewer.platformRole === 'owner' || viewer.platformRole === 'administrator';

/** Managers of an app look after its roles, members, invitations and managers. */
export const mayManageApp = (app: string): boolean => mayManage || viewer.managedApps.includes(app);
