/** A small REST service for a provider to offer: a register of persons, and endpoints for bodies of any size. */
@NullMarked
package org.ambergate.sandbox.service;

import org.jspecify.annotations.NullMarked;
