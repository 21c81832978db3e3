/** Test trust services that a sandbox instance runs for itself: certification authority, OCSP responder, time-stamping authority (global configuration specification, sections 9-10). */
@NullMarked
package org.ambergate.sandbox.trustservices;

import org.jspecify.annotations.NullMarked;
