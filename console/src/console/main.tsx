// SPDX-License-Identifier: Apache-2.0
import { CSPProvider } from '@base-ui/react/csp-provider';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { element } from '../dom/element';
import { speak } from '../language/language';
import { followLinks } from '../router/location';
import { brand as titleBrand } from '../ui/page';
import { Toasts } from '../ui/toast';
import { Shell } from './shell';
import { focusSearchOnSlash } from './shortcuts';
import { brand, viewer } from './viewer';

titleBrand.name = brand.name;
await speak(viewer.locale, viewer.timeZone);
followLinks();
focusSearchOnSlash();
createRoot(element('console', HTMLElement)).render(
  <StrictMode>
    {/* The content policy allows no style elements. */}
    <CSPProvider disableStyleElements>
      <Shell />
      <Toasts />
    </CSPProvider>
  </StrictMode>,
);
