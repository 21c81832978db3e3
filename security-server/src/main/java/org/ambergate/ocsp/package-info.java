/** OCSP responses: fetched for own certificates, cached, served to peers and fetched from them (transport specification, section 7). */
@NullMarked
package org.ambergate.ocsp;

import org.jspecify.annotations.NullMarked;
