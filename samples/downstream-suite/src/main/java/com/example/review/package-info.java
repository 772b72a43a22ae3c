/** Has a change reviewed by several models, and says what the most of them say. */
package com.example.review;
